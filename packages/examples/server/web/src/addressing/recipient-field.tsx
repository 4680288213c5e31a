import { type ClipboardEvent, type KeyboardEvent, type ReactElement, useId, useRef, useState } from 'react'
import type { Address, RecipientChoice } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { Icon } from '../ui/icon.tsx'
import type { ListName } from './addressing.ts'
import { typedAddresses } from './typed-addresses.ts'

interface Props {
  readonly name: ListName
  readonly addresses: readonly Address[]
  readonly choice: RecipientChoice | undefined
  readonly onChange: (addresses: readonly Address[]) => void
}

/** One list of recipients as chips, and where the next one is typed. */
export function RecipientField({ name, addresses, choice, onChange }: Props): ReactElement {
  const words = useWords().addressing
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const refused = choice?.refused.filter(({ field }) => field === name) ?? []
  const add = (text: string) => {
    setTyped('')
    const known = new Set(addresses.map(({ address }) => address.toLowerCase()))
    const added = typedAddresses(text).filter(({ address }) => !known.has(address.toLowerCase()))
    if (added.length > 0) onChange([...addresses, ...added])
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const isEnd = event.key === ',' || event.key === ';' || (event.key === 'Enter' && !event.ctrlKey)
    if (isEnd && (typed.trim() !== '' || event.key !== 'Enter')) {
      event.preventDefault()
      add(typed)
    } else if (event.key === 'Backspace' && typed === '' && addresses.length > 0) {
      onChange(addresses.slice(0, -1))
    }
  }
  const pasted = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text')
    if (!text.includes('@')) return
    event.preventDefault()
    add(`${typed}${text}`)
  }
  return (
    <div className="flex flex-wrap items-center gap-1 border-b px-2.5 py-1 text-small">
      <label htmlFor={id} className="min-w-6 text-muted">
        {words.lists[name]}
      </label>
      {addresses.map((one) => (
        <Chip
          key={one.address}
          address={one}
          wrong={refused.find(({ address }) => address === one.address)?.because}
          isWarned={choice?.warnings.some(({ address }) => address === one.address) === true}
          onRemove={() => {
            onChange(addresses.filter((other) => other !== one))
            input.current?.focus()
          }}
        />
      ))}
      <input
        ref={input}
        id={id}
        type="text"
        inputMode="email"
        autoComplete="off"
        value={typed}
        placeholder={addresses.length === 0 ? words.placeholder : ''}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={pressed}
        onPaste={pasted}
        onBlur={() => add(typed)}
        className="min-h-6 min-w-32 flex-1 rounded-sm bg-transparent px-1 focus-visible:-outline-offset-1"
      />
    </div>
  )
}

type Because = RecipientChoice['refused'][number]['because']

interface ChipProps {
  readonly address: Address
  readonly wrong: Because | undefined
  readonly isWarned: boolean
  readonly onRemove: () => void
}

function Chip({ address: { name, address }, wrong, isWarned, onRemove }: ChipProps): ReactElement {
  const words = useWords().addressing
  const isRight = wrong === undefined
  const warned = isWarned ? 'border-caution bg-caution-soft' : 'bg-canvas'
  return (
    <span
      title={name === '' ? address : `${name} <${address}>`}
      className={`inline-flex max-w-full items-center gap-1 rounded-full border pl-2 ${isRight ? warned : 'border-danger bg-danger-soft text-danger'}`}
    >
      {(isWarned || !isRight) && <Icon name="warning" className="size-3" />}
      <span className="min-w-0 truncate">{name === '' ? address : name}</span>
      {!isRight && <span className="shrink-0 font-medium">: {sentence(wrong, words.refused)}</span>}
      <button
        type="button"
        aria-label={words.removeAddress(address)}
        title={words.removeAddress(address)}
        onClick={onRemove}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-full hover:bg-hover hover:text-ink"
      >
        <Icon name="close" className="size-3" />
      </button>
    </span>
  )
}

function sentence(
  because: Because,
  words: Readonly<Record<string, string>> & { readonly other: string },
): string {
  return words[because] ?? words.other
}
