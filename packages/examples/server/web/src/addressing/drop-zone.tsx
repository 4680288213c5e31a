import { type DragEvent, type ReactElement, type ReactNode, useState } from 'react'
import { useWords } from '../language/language.ts'

interface Props {
  readonly className: string
  readonly children: ReactNode
  /** Null where no files can be sent. */
  readonly onFiles: ((files: readonly File[]) => void) | null
}

/** A place where files can be dropped; the button for them does the same for everybody else. */
export function DropZone({ className, children, onFiles }: Props): ReactElement {
  const words = useWords().addressing
  const [isOver, setOver] = useState(false)
  const over = (event: DragEvent) => {
    if (onFiles === null || !event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const drop = (event: DragEvent) => {
    setOver(false)
    if (onFiles === null || event.dataTransfer.files.length === 0) return
    event.preventDefault()
    onFiles([...event.dataTransfer.files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to what the button does
    <div
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`${className} ${isOver ? 'outline-2 outline-accent outline-dashed' : ''}`}
    >
      {isOver && <p className="px-3 py-1 font-medium text-accent text-small">{words.dropHere}</p>}
      {children}
    </div>
  )
}
