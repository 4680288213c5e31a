import { type ReactElement, useState } from 'react'
import { useChannelTypes } from '../api/channel-types.ts'
import { useWords } from '../language/language.ts'
import { ConnectDialog } from '../mailboxes/connect-dialog.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { ChannelDialog } from './channel-dialog.tsx'
import { type FormKind, formKinds } from './channel-kinds.ts'

type Kind = FormKind | 'imap'

const kinds: readonly Kind[] = ['imap', ...formKinds]

const icons: Readonly<Record<Kind, IconName>> = {
  imap: 'email',
  'vonage-sms': 'sms',
  'vonage-whatsapp': 'whatsapp',
  webhook: 'webhook',
}

/** Connects a channel: which kind, where this server knows several, then what that kind wants. */
export function ConnectChannel({ onClose }: { readonly onClose: () => void }): ReactElement | null {
  const { data: types, isError } = useChannelTypes()
  const [chosen, setChosen] = useState<Kind | null>(null)
  if (types === undefined && !isError) return null
  const offered = kinds.filter((kind) => types?.some(({ type }) => type === kind) ?? kind === 'imap')
  const kind = chosen ?? (offered.length === 1 ? offered[0] : undefined)
  if (kind === undefined) return <KindPage {...{ offered, onClose }} onChoose={setChosen} />
  if (kind === 'imap') return <ConnectDialog onClose={onClose} />
  return <ChannelDialog {...{ kind, onClose }} integration={null} />
}

interface KindPageProps {
  readonly offered: readonly Kind[]
  readonly onChoose: (kind: Kind) => void
  readonly onClose: () => void
}

function KindPage({ offered, onChoose, onClose }: KindPageProps): ReactElement {
  const words = useWords().channels
  return (
    <Dialog wide open title={words.title} onClose={onClose}>
      <div className="flex flex-col gap-3 overflow-y-auto px-5 py-4">
        <p className="text-muted">{words.intro}</p>
        <ul className="grid gap-3 sm:grid-cols-2">
          {offered.map((kind) => (
            <li key={kind}>
              <button
                type="button"
                onClick={() => onChoose(kind)}
                className="flex h-full w-full items-start gap-3 rounded-lg border px-3 py-3 text-left hover:border-accent hover:bg-hover"
              >
                <Icon name={icons[kind]} className="mt-0.5 size-5 text-accent" />
                <span className="min-w-0">
                  <span className="block font-semibold">{words.kinds[kind]}</span>
                  <span className="block text-muted text-small">{words.hints[kind]}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
