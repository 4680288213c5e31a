import { type FormEvent, type ReactElement, useState } from 'react'
import { dayAndTime, plannedTime, zoneName } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useNow } from '../state/now.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { CancelChoice } from './later-menu.tsx'
import { fromField, laterTimes, toField } from './later-times.ts'

interface Props {
  readonly choice: CancelChoice | null
  readonly until: Date | null
  readonly onChoose: (at: Date) => void
  readonly onClose: () => void
}

const longestMs = 365 * 24 * 3_600_000

/** A date and a time of one's own, on the clock of the device. */
export function OwnTime({ choice, until, onChoose, onClose }: Props): ReactElement {
  const words = useWords()
  const locale = useLocale()
  const now = useNow()
  const [value, setValue] = useState(() => toField(laterTimes(now)[0]?.at ?? now))
  const [problem, setProblem] = useState<string | null>(null)
  const at = fromField(value)
  const objection = (chosen: Date | null) => {
    if (chosen === null || chosen <= new Date()) return words.later.past
    if (chosen.getTime() - now.getTime() > longestMs) return words.later.tooFar
    if (until === null || chosen < until) return null
    return words.later.afterWindow(dayAndTime(locale, until.toISOString(), now))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = objection(at)
    setProblem(found)
    if (found !== null || at === null) return
    onClose()
    onChoose(at)
  }
  return (
    <Dialog open title={words.later.title} onClose={onClose}>
      {/* Our own sentences, in the language of the page. */}
      <form noValidate onSubmit={submit}>
        <div className="flex flex-col gap-3 px-5 py-4">
          <TextField
            label={words.later.when}
            type="datetime-local"
            required
            min={toField(now)}
            value={value}
            hint={words.later.zone(zoneName(locale, at ?? now))}
            error={problem === null ? null : <span>{problem}</span>}
            onChange={(next) => {
              setValue(next)
              setProblem(null)
            }}
          />
          {at !== null && <p className="text-muted">{plannedTime(locale, at.toISOString(), now)}</p>}
          {choice !== null && (
            <label className="flex min-h-6 items-center gap-2">
              <input
                type="checkbox"
                checked={choice.cancels}
                onChange={(event) => choice.onChange(event.target.checked)}
                className="size-4"
              />
              {words.later.cancels}
            </label>
          )}
        </div>
        <footer className="flex justify-end gap-2 border-t px-5 py-3">
          <Button onClick={onClose}>{words.app.cancel}</Button>
          <Button type="submit" tone="primary">
            {words.later.plan}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
