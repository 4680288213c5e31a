import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { Choice } from '../ui/choice.tsx'
import { controlStyle } from '../ui/field.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import type { ConditionDraft } from './rule-draft.ts'

interface Props {
  readonly condition: ConditionDraft
  readonly position: number
  readonly onChange: (condition: ConditionDraft) => void
  /** Absent for the only condition of a group: a group without one says nothing. */
  readonly onRemove: (() => void) | undefined
}

const fields = ['sender', 'subject', 'body'] as const
const operators = ['contains', 'equals', 'starts-with', 'ends-with'] as const

/** One comparison: field, how, and with what. */
export function ConditionRow({ condition, position, onChange, onRemove }: Props): ReactElement {
  const words = useWords().rules
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset per line would be read as a form of its own
    <div
      role="group"
      aria-label={words.condition(position)}
      className="flex flex-wrap items-center gap-2 sm:flex-nowrap"
    >
      <Choice
        label={words.field}
        labelHidden
        className="sm:w-32 sm:flex-none"
        value={condition.field}
        options={fields.map((value) => ({ value, label: words.fields[value] }))}
        onChange={(field) => onChange({ ...condition, field })}
      />
      <Choice
        label={words.operator}
        labelHidden
        className="sm:w-36 sm:flex-none"
        value={condition.operator}
        options={operators.map((value) => ({ value, label: words.operators[value] }))}
        onChange={(operator) => onChange({ ...condition, operator })}
      />
      <input
        type="text"
        required
        maxLength={500}
        aria-label={words.value}
        value={condition.value}
        onChange={(event) => onChange({ ...condition, value: event.target.value })}
        className={`${controlStyle} flex-1`}
      />
      <IconButton
        icon="close"
        label={words.removeCondition}
        onClick={onRemove}
        disabled={onRemove === undefined}
        className={onRemove === undefined ? 'invisible' : ''}
      />
    </div>
  )
}
