import { type FormEvent, type ReactElement, useState } from 'react'
import { useSaveFolder } from '../api/folders.ts'
import { errorAt, isAllAt, problemOf } from '../api/problem.ts'
import type { FolderView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { draftOfRule, ruleOfDraft } from '../rules/rule-draft.ts'
import { RuleGroup } from '../rules/rule-group.tsx'
import { defaultStatus, goTo } from '../state/location.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'
import { flattenTree, folderName, folderTree } from './folder-tree.ts'
import { RemoveFolder } from './remove-folder.tsx'

interface Props {
  /** Null for a new one. */
  readonly folder: FolderView | null
  readonly folders: readonly FolderView[]
  readonly onClose: () => void
}

/** Creates or changes a folder: its name, its place, and the rule that fills it. */
export function FolderDialog({ folder, folders, onClose }: Props): ReactElement {
  const words = useWords()
  const [name, setName] = useState(folder?.name ?? '')
  const [parentId, setParentId] = useState(folder?.parentId ?? '')
  const [hasRule, setHasRule] = useState(folder?.rule != null)
  const [group, setGroup] = useState(() => draftOfRule(folder?.rule ?? null))
  const save = useSaveFolder(folder?.id ?? null)
  const problem = save.error === null ? null : problemOf(save.error)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const rule = hasRule ? ruleOfDraft(group) : null
    save.mutate(
      { name: name.trim(), parentId: parentId === '' ? null : parentId, rule },
      {
        onSuccess: (saved) => {
          notify(folder === null ? words.folders.created(saved.name) : words.folders.saved(saved.name))
          if (folder === null) goTo({ folder: saved.key, status: defaultStatus, conversation: null })
          onClose()
        },
      },
    )
  }

  return (
    <Dialog wide open title={folder === null ? words.folders.create : words.folders.edit} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col">
        <div className="flex flex-col gap-4 overflow-y-auto px-5 py-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={words.folders.name}
              value={name}
              onChange={setName}
              required
              maxLength={80}
              error={errorAt(problem, 'name')}
            />
            <Choice
              label={words.folders.parent}
              value={parentId}
              options={parentOptions(folder, folders, words)}
              error={errorAt(problem, 'parentId')}
              onChange={setParentId}
            />
          </div>
          <label className="flex items-center gap-2.5">
            <input
              type="checkbox"
              className="size-4"
              checked={hasRule}
              onChange={(event) => setHasRule(event.target.checked)}
            />
            {words.folders.hasRule}
          </label>
          {hasRule && <RuleGroup group={group} onChange={setGroup} depth={0} />}
          {problem !== null && (
            <ProblemNote problem={problem} detailShown={isAllAt(problem, ['name', 'parentId'])} />
          )}
        </div>
        <footer className="flex items-center gap-2 border-t px-5 py-3">
          {folder !== null && <RemoveFolder folder={folder} onRemoved={onClose} />}
          <span className="flex-1" />
          <Button onClick={onClose}>{words.app.cancel}</Button>
          <Button type="submit" tone="primary" disabled={save.isPending}>
            {words.app.save}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** A folder cannot be inside itself or inside what it holds. */
function parentOptions(
  folder: FolderView | null,
  folders: readonly FolderView[],
  words: ReturnType<typeof useWords>,
) {
  const nodes = flattenTree(folderTree(folders))
  const self = nodes.find((node) => node.folder.id === folder?.id)
  const inside = new Set(self === undefined ? [] : flattenTree([self]).map((node) => node.folder.id))
  const options = nodes
    .filter((node) => !inside.has(node.folder.id))
    .map((node) => ({
      value: node.folder.id,
      label: '\u2003'.repeat(node.depth) + folderName(node.folder, words),
    }))
  return [{ value: '', label: words.folders.noParent }, ...options]
}
