import type { ReactElement } from 'react'
import type { CreatedIntegration } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { CallAddress } from './call-address.tsx'

interface Props {
  readonly created: CreatedIntegration
  readonly onClose: () => void
}

/** A channel that is connected on this side: what to enter on the other. */
export function ConnectedPage({ created, onClose }: Props): ReactElement {
  const words = useWords().channels
  return (
    <Dialog wide open title={words.connected(created.name)} onClose={onClose}>
      <div className="flex flex-col gap-4 overflow-y-auto px-5 py-4">
        <p>{words.lastStep}</p>
        <CallAddress integration={created} />
        {created.secret !== undefined && (
          <CopyField label={words.secret} hint={words.secretHint} value={created.secret} />
        )}
      </div>
      <footer className="flex justify-end border-t px-5 py-3">
        <Button tone="primary" onClick={onClose}>
          {words.done}
        </Button>
      </footer>
    </Dialog>
  )
}
