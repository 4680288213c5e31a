import { type ReactElement, useRef } from 'react'
import { useWords } from '../language/language.ts'
import { IconButton } from '../ui/icon-button.tsx'

/** Opens the choice of files. */
export function AttachButton({
  onFiles,
}: {
  readonly onFiles: (files: readonly File[]) => void
}): ReactElement {
  const words = useWords().addressing
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton icon="clip" label={words.attach} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="attach"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])])
          // So that the same file can be chosen again.
          target.value = ''
        }}
      />
    </>
  )
}
