import type { ReactElement } from 'react'
import type { RecipientChoice } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'

/** What to know before it is sent: who belongs to neither side, and who gets nothing though one would think so. */
export function RecipientNotes({ choice }: { readonly choice: RecipientChoice | undefined }): ReactElement {
  const words = useWords().addressing
  const warnings = choice?.warnings ?? []
  const leftOut = (choice?.dropped ?? []).flatMap(({ address, because }) => {
    const say = Object.hasOwn(words.leftOut, because)
      ? words.leftOut[because as keyof typeof words.leftOut]
      : null
    return say === null ? [] : [say(address)]
  })
  const kinds = [...new Set(warnings.map(({ because }) => because))]
  const sentences = [
    ...kinds.map((kind) => {
      const who = warnings.filter(({ because }) => because === kind).map(({ address }) => address)
      return words.warnings[kind](who.join(', '))
    }),
    ...leftOut,
  ]
  return (
    <div role="status">
      {sentences.map((sentence) => (
        <p key={sentence} className="flex gap-1.5 border-b bg-caution-soft px-2.5 py-1 text-small">
          <Icon name="warning" className="mt-0.5 size-3.5 text-caution" />
          <span className="min-w-0 wrap-anywhere">{sentence}</span>
        </p>
      ))}
    </div>
  )
}
