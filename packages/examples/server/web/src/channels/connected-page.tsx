import type { ReactElement } from 'react'
import type { IntegrationView } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { CallAddress } from './call-address.tsx'

interface Props {
  readonly integration: IntegrationView
  /** Made here a moment ago, and shown this once; null where the other side had made its own. */
  readonly secret: string | null
  readonly isNew: boolean
  readonly onClose: () => void
}

/** A channel that is connected on this side: what to enter on the other. */
export function ConnectedPage({ integration, secret, isNew, onClose }: Props): ReactElement {
  const words = useWords().channels
  const { name } = integration
  const title = isNew ? words.connected(name) : words.saved(name)
  return (
    <Dialog wide open title={title} onClose={onClose}>
      <div className="flex flex-col gap-4 overflow-y-auto px-5 py-4">
        <p>{words.lastStep}</p>
        <CallAddress integration={integration} />
        {secret !== null && <CopyField label={words.secret} hint={words.secretHint} value={secret} />}
      </div>
      <footer className="flex justify-end border-t px-5 py-3">
        <Button tone="primary" onClick={onClose}>
          {words.done}
        </Button>
      </footer>
    </Dialog>
  )
}
