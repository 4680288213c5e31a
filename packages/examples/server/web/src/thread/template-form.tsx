import { type FormEvent, type ReactElement, useState } from 'react'
import type { Problem } from '../api/problem.ts'
import type { ChosenTemplate, TextTemplate } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'
import { fillTemplate, placesOf } from './template-text.ts'

interface Props {
  readonly templates: readonly TextTemplate[]
  readonly problem: Problem | null
  readonly isSending: boolean
  readonly onSend: (template: ChosenTemplate, text: string) => void
}

/** Sends an approved text: which one, what goes into its places, and how it will read. */
export function TemplateForm({ templates, problem, isSending, onSend }: Props): ReactElement | null {
  const words = useWords().texting
  const [chosen, setChosen] = useState('')
  const [values, setValues] = useState<readonly string[]>([])
  const template = templates.find((one) => idOf(one) === chosen) ?? templates[0]
  if (template === undefined) return null
  const places = placesOf(template.text)
  const parameters = places.map((place) => values[place - 1]?.trim() ?? '')
  const preview = fillTemplate(template.text, parameters)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { name, language } = template
    if (!isSending) onSend({ name, language, parameters }, preview)
  }
  const write = (place: number, value: string) => {
    const length = Math.max(values.length, place)
    setValues(Array.from({ length }, (_, index) => (index === place - 1 ? value : (values[index] ?? ''))))
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        {templates.length > 1 && (
          <Choice
            label={words.template}
            value={idOf(template)}
            options={templates.map((one) => ({
              value: idOf(one),
              label: words.templateName(one.name, one.language),
            }))}
            onChange={setChosen}
          />
        )}
        {places.map((place) => (
          <TextField
            key={place}
            label={words.place(place)}
            required
            autoComplete="off"
            maxLength={500}
            value={values[place - 1] ?? ''}
            onChange={(value) => write(place, value)}
          />
        ))}
      </div>
      <figure className="rounded-lg border bg-accent-soft px-3 py-2">
        <figcaption className="mb-1 text-muted text-small">{words.preview}</figcaption>
        <p className="wrap-anywhere whitespace-pre-wrap text-body">{preview}</p>
      </figure>
      {problem !== null && <ProblemNote problem={problem} />}
      <Button type="submit" tone="primary" disabled={isSending} className="self-end">
        {words.sendTemplate}
      </Button>
    </form>
  )
}

function idOf({ name, language }: TextTemplate): string {
  return `${language} ${name}`
}
