import type { ReactElement } from 'react'
import { AddressingHead } from '../addressing/addressing-head.tsx'
import { FileChips } from '../addressing/file-chips.tsx'
import { useAddressed } from '../addressing/use-addressed.ts'
import { useAttach } from '../addressing/use-attach.ts'
import type { Message, ReplyOptions } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Composer, type ComposerProps } from './composer.tsx'

interface Props extends Omit<ComposerProps, 'mail'> {
  readonly messages: readonly Message[]
  readonly options: ReplyOptions | undefined
}

/** Where a mail is written: above the text whom it goes to, below it its files. */
export function MailComposer({ messages, options, ...rest }: Props): ReactElement {
  const { conversationId } = rest
  const words = useWords().addressing
  const addressed = useAddressed(conversationId, messages, options)
  const { attach, detach } = useAttach(conversationId)
  const { mode, files } = addressed.addressing
  const isForward = mode === 'forward'
  return (
    <Composer
      {...rest}
      mail={{
        head: <AddressingHead {...{ conversationId, messages, addressed }} onFiles={attach} />,
        files: <FileChips files={files} onRemove={detach} />,
        onFiles: attach,
        missing: addressed.missing === null ? null : words[addressed.missing],
        mayBeEmpty: isForward || files.length > 0,
        placeholder: isForward ? words.forwardPlaceholder : null,
      }}
    />
  )
}
