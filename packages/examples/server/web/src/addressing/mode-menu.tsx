import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { ChoiceMenu } from '../ui/choice-menu.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Mode, modes } from './addressing.ts'

interface Props {
  readonly mode: Mode
  readonly onChoose: (mode: Mode) => void
}

/** Whether it is an answer, one to all, or the message itself for somebody else. */
export function ModeMenu({ mode, onChoose }: Props): ReactElement {
  const words = useWords().addressing
  return (
    <ChoiceMenu
      title={words.mode}
      value={mode}
      options={modes.map((value) => ({ value, label: words.modes[value] }))}
      onChoose={(chosen) => {
        const next = modes.find((value) => value === chosen)
        if (next !== undefined) onChoose(next)
      }}
      trigger={
        <button
          type="button"
          title={words.mode}
          className="inline-flex min-h-6 items-center gap-1 rounded-md px-1.5 font-semibold text-small hover:bg-hover"
        >
          {words.modes[mode]}
          <Icon name="chevron" className="size-3 text-muted" />
        </button>
      }
    />
  )
}
