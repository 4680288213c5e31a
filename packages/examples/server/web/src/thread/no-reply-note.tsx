import { type ReactElement, type ReactNode, useState } from 'react'
import { useClearAddressMarks } from '../api/address-marks.ts'
import { problemOf } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { phoneName } from '../language/phone-name.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'

const sentences = { 'no-address': 'noAddress', 'cannot-send': 'cannotSend', report: 'onlyReports' } as const

interface Props {
  readonly because: 'opted-out' | keyof typeof sentences
  /** The customer's; empty when nobody knows it. */
  readonly address: string
  readonly onChanged: () => void
}

/** Where an answer would be written: why there is none to write. */
export function NoReplyNote({ because, address, onChanged }: Props): ReactElement {
  const words = useWords().texting
  if (because === 'opted-out') return <OptedOut address={address} onChanged={onChanged} />
  return (
    <ReplyNote icon="help">
      <p>{words[sentences[because]]}</p>
    </ReplyNote>
  )
}

function OptedOut({ address, onChanged }: Omit<Props, 'because'>): ReactElement {
  const words = useWords().texting
  const [asking, setAsking] = useState(false)
  const clear = useClearAddressMarks()
  const shown = phoneName(address)
  const lift = () =>
    clear.mutate(address, {
      onSuccess: () => {
        setAsking(false)
        onChanged()
      },
    })
  return (
    <ReplyNote icon="warning">
      <p className="font-medium wrap-anywhere">{words.optedOut(shown)}</p>
      <p>{words.optedOutRemedy}</p>
      <Button className="mt-2" onClick={() => setAsking(true)}>
        {words.liftOptOut}
      </Button>
      <ConfirmDialog
        open={asking}
        title={words.liftOptOut}
        question={words.liftQuestion(shown)}
        action={words.liftOptOut}
        problem={clear.error === null ? null : problemOf(clear.error)}
        onConfirm={lift}
        onClose={() => setAsking(false)}
      />
    </ReplyNote>
  )
}

interface NoteProps {
  readonly icon: IconName
  readonly children: ReactNode
}

/** A sentence where the editor would be. */
export function ReplyNote({ icon, children }: NoteProps): ReactElement {
  return (
    <div role="status" className="flex gap-2 rounded-lg bg-caution-soft px-3 py-2">
      <Icon name={icon} className="mt-0.5 text-caution" />
      <div className="min-w-0">{children}</div>
    </div>
  )
}
