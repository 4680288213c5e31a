import type { ReactElement } from 'react'
import { rawMessageUrl } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { buttonStyle } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

/** A message nobody could read: said clearly, with the cause and the way to its bytes. */
export function QuarantineNote({ message }: { readonly message: Message }): ReactElement {
  const words = useWords().thread
  return (
    <div className="rounded-md bg-caution-soft p-3">
      <div className="flex gap-2">
        <Icon name="warning" className="mt-0.5 text-caution" />
        <div className="min-w-0">
          <p className="font-medium">{words.quarantined}</p>
          {message.parseError !== null && (
            <p lang="en" className="mt-0.5 wrap-anywhere text-small">
              {message.parseError}
            </p>
          )}
        </div>
      </div>
      {message.rawKey !== null && (
        <a href={rawMessageUrl(message.id)} download className={`mt-3 ml-6 ${buttonStyle('outline')}`}>
          <Icon name="download" />
          {words.downloadOriginal}
        </a>
      )}
    </div>
  )
}
