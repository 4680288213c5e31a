import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ConditionRow } from './condition-row.tsx'
import { type GroupDraft, newCondition, newGroup, type RuleItemDraft, replaceItem } from './rule-draft.ts'

interface Props {
  readonly group: GroupDraft
  readonly depth: number
  readonly onChange: (group: GroupDraft) => void
  /** Absent for the outermost group, which always exists. */
  readonly onRemove?: () => void
}

/** Deeper rules say nothing more; one that came deeper from the API is shown whole. */
const maxDepth = 3

/** Conditions and groups that are combined by all, any or none. */
export function RuleGroup({ group, depth, onChange, onRemove }: Props): ReactElement {
  const words = useWords().rules
  const append = (item: RuleItemDraft) => onChange({ ...group, items: [...group.items, item] })
  const matches = (['all', 'any', 'none'] as const).map((value) => ({ value, label: words.matches[value] }))
  return (
    <fieldset
      className={`flex min-w-0 flex-col gap-2 rounded-lg border p-3 ${depth % 2 === 0 ? 'bg-canvas' : 'bg-surface'}`}
    >
      <legend className="sr-only">{depth === 0 ? words.title : words.group}</legend>
      <div className="flex items-center gap-2">
        <Choice
          label={words.match}
          labelHidden
          className="max-w-96"
          value={group.match}
          options={matches}
          onChange={(match) => onChange({ ...group, match })}
        />
        <span className="flex-1" />
        {onRemove !== undefined && <IconButton icon="close" label={words.removeGroup} onClick={onRemove} />}
      </div>
      {group.items.map((item, index) => {
        const replace = (next: RuleItemDraft | null) => onChange(replaceItem(group, item.id, next))
        return item.kind === 'group' ? (
          <RuleGroup
            key={item.id}
            group={item}
            depth={depth + 1}
            onChange={replace}
            onRemove={() => replace(null)}
          />
        ) : (
          <ConditionRow
            key={item.id}
            condition={item}
            position={index + 1}
            onChange={replace}
            onRemove={group.items.length > 1 ? () => replace(null) : undefined}
          />
        )
      })}
      <div className="flex flex-wrap gap-2">
        <Button tone="quiet" onClick={() => append(newCondition())}>
          <Icon name="plus" />
          {words.addCondition}
        </Button>
        {depth + 1 < maxDepth && (
          <Button tone="quiet" onClick={() => append(newGroup('any', [newCondition()]))}>
            <Icon name="plus" />
            {words.addGroup}
          </Button>
        )}
      </div>
      {depth === 0 && <p className="text-muted text-small">{words.hint}</p>}
    </fieldset>
  )
}
