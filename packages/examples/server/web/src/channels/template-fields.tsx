import type { ReactElement } from 'react'
import type { TextTemplate } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { controlStyle, Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { TextField } from '../ui/text-field.tsx'

interface Props {
  readonly templates: readonly TextTemplate[]
  readonly onChange: (templates: readonly TextTemplate[]) => void
}

/** What WhatsApp has approved, written down once, so that it can be chosen in every conversation. */
export function TemplateFields({ templates, onChange }: Props): ReactElement {
  const words = useWords().channels
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-semibold text-muted text-small">{words.templates}</legend>
      <p className="text-muted text-small">{words.templatesHint}</p>
      {templates.map((template, index) => (
        <OneTemplate
          // biome-ignore lint/suspicious/noArrayIndexKey: while it is typed a template has no other name
          key={index}
          template={template}
          onChange={(changed) => onChange(templates.with(index, changed))}
          onRemove={() => onChange(templates.toSpliced(index, 1))}
        />
      ))}
      <Button
        className="self-start"
        onClick={() => onChange([...templates, { name: '', language: 'fr', text: '' }])}
      >
        <Icon name="plus" className="text-muted" />
        {words.addTemplate}
      </Button>
    </fieldset>
  )
}

interface OneProps {
  readonly template: TextTemplate
  readonly onChange: (template: TextTemplate) => void
  readonly onRemove: () => void
}

function OneTemplate({ template, onChange, onRemove }: OneProps): ReactElement {
  const words = useWords().channels
  return (
    <div className="flex flex-col gap-2 rounded-lg border px-3 py-2.5">
      <div className="flex items-end gap-2">
        <TextField
          label={words.templateName}
          required
          spellCheck={false}
          className="flex-1"
          value={template.name}
          onChange={(name) => onChange({ ...template, name })}
        />
        <TextField
          label={words.templateLanguage}
          required
          spellCheck={false}
          className="w-20"
          value={template.language}
          onChange={(language) => onChange({ ...template, language })}
        />
        <IconButton icon="trash" label={words.removeTemplate(template.name)} onClick={onRemove} />
      </div>
      <Field label={words.templateText}>
        {(control) => (
          <textarea
            {...control}
            required
            rows={2}
            value={template.text}
            onChange={(event) => onChange({ ...template, text: event.target.value })}
            className={`${controlStyle} field-grow`}
          />
        )}
      </Field>
    </div>
  )
}
