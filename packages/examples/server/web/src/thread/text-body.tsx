import type { ReactElement } from 'react'
import { rawMessageUrl } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'
import { PlainText } from './plain-text.tsx'
import { unshownKind } from './unshown-kind.ts'

/** What a text says: nothing in it is quoted or signed as in a mail. Of a kind nobody can show, that it came. */
export function TextBody({ message }: { readonly message: Message }): ReactElement | null {
  const words = useWords()
  const kind = unshownKind(message)
  if (kind !== null) {
    return (
      <p className="flex gap-2 rounded-md bg-caution-soft px-3 py-2">
        <Icon name="help" className="mt-0.5 text-caution" />
        <span className="min-w-0">
          {words.texting.unshown(kind)}{' '}
          <a href={rawMessageUrl(message.id)} download className="underline">
            {words.thread.downloadOriginal}
          </a>
        </span>
      </p>
    )
  }
  if (message.text.trim() === '') {
    if (message.attachments.length > 0) return null
    return <p className="text-muted italic">{words.thread.noText}</p>
  }
  return (
    <div className="text-body">
      <PlainText text={message.text.trimEnd()} />
    </div>
  )
}
