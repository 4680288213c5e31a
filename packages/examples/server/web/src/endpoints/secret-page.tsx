import type { ReactElement } from 'react'
import { useWords } from '../language/language.ts'
import { Button } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'

interface Props {
  readonly secret: string
  readonly isRotated: boolean
  readonly onClose: () => void
}

/** The one time that a secret is shown. */
export function SecretPage({ secret, isRotated, onClose }: Props): ReactElement {
  const words = useWords().endpoints
  return (
    <Dialog open title={words.secretTitle} onClose={onClose}>
      <div className="flex flex-col gap-3 px-5 py-4">
        <CopyField label={words.secret} hint={words.secretHint} value={secret} />
        {isRotated && <p>{words.rotated}</p>}
      </div>
      <footer className="flex justify-end gap-2 border-t px-5 py-3">
        <Button tone="primary" onClick={onClose}>
          {words.secretKept}
        </Button>
      </footer>
    </Dialog>
  )
}
