import { describe, expect, it, test } from 'vitest'
import type { Address } from '../model/address.ts'
import { type RecipientMode, recipientModes } from '../model/recipients.ts'
import { type Addressed, type RecipientIdentity, recipients } from './recipients.ts'

const list = (addresses: string): Address[] =>
  addresses.split(' ').flatMap((address) => (address === '' ? [] : [{ name: '', address }]))

type Written = Partial<Record<'from' | 'fwd' | 'replyTo' | 'to' | 'cc' | 'bcc', string>>

const us = 'support@acme.example'
const ann = 'ann@customer.example'

function written({ from = ann, fwd = '', replyTo = '', to = us, cc = '', bcc = '' }: Written): Addressed {
  return {
    direction: 'inbound',
    from: list(from)[0] ?? null,
    forwardedFrom: list(fwd)[0] ?? null,
    ...{ replyTo: list(replyTo), to: list(to), cc: list(cc), bcc: list(bcc) },
  }
}
const ours = (changes: Written): Addressed => ({
  ...written({ from: us, ...changes }),
  direction: 'outbound',
})

const identity: RecipientIdentity = {
  own: [us, 'contact@acme.example'],
  marks: [
    { address: 'gone@x.example', mark: 'undeliverable', kind: 'hard' },
    { address: 'full@x.example', mark: 'undeliverable', kind: 'soft' },
    { address: 'angry@x.example', mark: 'complained', kind: 'hard' },
  ],
}

/** `to: a b | cc: c | -own: d | !external: c` */
function told(message: Addressed, mode: RecipientMode): string {
  const { to, cc, dropped, warnings } = recipients(message, identity, mode)
  const words = (label: string, addresses: readonly string[]) =>
    addresses.length === 0 ? [] : [`${label} ${addresses.join(' ')}`]
  return [
    ...words(
      'to',
      to.map(({ address }) => address),
    ),
    ...words(
      'cc',
      cc.map(({ address }) => address),
    ),
    ...dropped.map(({ address, because }) => `-${because} ${address}`),
    ...warnings.map(({ address, because }) => `!${because} ${address}`),
  ].join(' | ')
}

describe('an answer', () => {
  test.each<[string, Addressed, string]>([
    ['goes to the author', written({}), `to ${ann} | -own ${us}`],
    [
      'goes where Reply-To says, and says when that is elsewhere',
      written({ replyTo: 'desk@other.example' }),
      `to desk@other.example | -answers-elsewhere ${ann} | -own ${us} | !reply-elsewhere desk@other.example`,
    ],
    [
      'goes to every address of Reply-To',
      written({ replyTo: `bob@customer.example ${ann}` }),
      `to bob@customer.example ${ann} | -own ${us}`,
    ],
    [
      'goes to the author where Reply-To is ours',
      written({ replyTo: 'Contact@ACME.example' }),
      `to ${ann} | -own Contact@ACME.example | -own ${us}`,
    ],
    [
      'goes to the author where nobody reads at Reply-To',
      written({ replyTo: 'no-reply@customer.example' }),
      `to ${ann} | -no-reply no-reply@customer.example | -own ${us}`,
    ],
    [
      'goes to nobody where nobody reads',
      written({ from: 'ne-pas-repondre@bank.example' }),
      `-no-reply ne-pas-repondre@bank.example | -own ${us}`,
    ],
    [
      'goes to nobody who does not exist',
      written({ from: 'gone@x.example' }),
      `-undeliverable gone@x.example | -own ${us}`,
    ],
    [
      'goes to nobody who called us spam',
      written({ from: 'Angry@X.example' }),
      `-complained Angry@X.example | -own ${us}`,
    ],
    [
      'is tried again where the mailbox was only full',
      written({ from: 'full@x.example' }),
      `to full@x.example | -own ${us}`,
    ],
    [
      'does not go to the other readers',
      written({ cc: 'bob@customer.example' }),
      `to ${ann} | -own ${us} | -not-asked bob@customer.example`,
    ],
    [
      'goes to who wrote what was passed on',
      written({ from: 'colleague@acme.example', fwd: ann }),
      `to ${ann} | -passed-on colleague@acme.example | -own ${us}`,
    ],
    [
      'to our own message goes to the same people',
      ours({ to: ann, cc: 'bob@customer.example' }),
      `to ${ann} | -own ${us} | -not-asked bob@customer.example`,
    ],
    [
      'to our own message ignores its Reply-To, which is ours',
      ours({ to: ann, replyTo: 'support+c1@acme.example' }),
      `to ${ann} | -own ${us} | -own support+c1@acme.example`,
    ],
    [
      'never goes to a blind copy',
      ours({ to: ann, bcc: 'boss@other.example' }),
      `to ${ann} | -own ${us} | -blind-copy boss@other.example`,
    ],
    ['goes to nobody where there is no author', written({ from: '' }), `-own ${us}`],
    [
      'goes to nobody whose address is none',
      written({ from: 'undisclosed-recipients:;' }),
      `-invalid undisclosed-recipients:; | -own ${us}`,
    ],
    [
      'goes to no address longer than mail allows',
      written({ from: `${'a'.repeat(300)}@x.example` }),
      `-invalid ${'a'.repeat(300)}@x.example | -own ${us}`,
    ],
  ])('%s', (_, message, expected) => {
    expect(told(message, 'reply')).toBe(expected)
  })
})

describe('an answer to all', () => {
  test.each<[string, Addressed, string]>([
    [
      'goes to the author, with a copy for the others',
      written({ to: `${us} bob@customer.example`, cc: 'eve@customer.example' }),
      `to ${ann} | cc bob@customer.example eve@customer.example | -own ${us}`,
    ],
    [
      'names everybody once, in whatever case',
      written({ to: `${us} Ann@Customer.EXAMPLE bob@customer.example`, cc: 'BOB@customer.example' }),
      `to ${ann} | cc bob@customer.example | -own ${us}`,
    ],
    [
      'names a domain in two scripts once',
      written({ from: 'ann@é.example', cc: 'ann@xn--9ca.example' }),
      `to ann@é.example | -own ${us}`,
    ],
    [
      'leaves out all our addresses, with tags too',
      written({
        to: `Support+c12@Acme.example support-c${'0'.repeat(32)}.${'a'.repeat(20)}@acme.example`,
        cc: 'contact@acme.example',
      }),
      `to ${ann} | -own Support+c12@Acme.example | -own support-c${'0'.repeat(32)}.${'a'.repeat(20)}@acme.example | -own contact@acme.example`,
    ],
    [
      'is no answer to a colleague with a similar name',
      written({ cc: 'support-north@acme.example' }),
      `to ${ann} | cc support-north@acme.example | -own ${us}`,
    ],
    [
      'says who belongs to neither side',
      written({ cc: 'lawyer@other.example' }),
      `to ${ann} | cc lawyer@other.example | -own ${us} | !external lawyer@other.example`,
    ],
    [
      'takes nobody for a relative by a domain that everybody has',
      written({ from: 'ann@gmail.com', cc: 'bob@gmail.com' }),
      `to ann@gmail.com | cc bob@gmail.com | -own ${us} | !external bob@gmail.com`,
    ],
    [
      'takes another host of one company for the company',
      written({ from: 'ann@mail.customer.example', cc: 'bob@customer.example' }),
      `to ann@mail.customer.example | cc bob@customer.example | -own ${us}`,
    ],
    [
      'goes to the readers where nobody reads at its author',
      written({ from: 'noreply@customer.example', cc: 'bob@customer.example' }),
      `to bob@customer.example | -no-reply noreply@customer.example | -own ${us}`,
    ],
    [
      'leaves out readers who cannot or will not read',
      written({ cc: 'gone@x.example angry@x.example no-reply@x.example' }),
      `to ${ann} | -own ${us} | -undeliverable gone@x.example | -complained angry@x.example | -no-reply no-reply@x.example`,
    ],
    [
      'does not go back to the author who wants answers elsewhere',
      written({ replyTo: 'desk@customer.example', cc: 'bob@customer.example' }),
      `to desk@customer.example | cc bob@customer.example | -answers-elsewhere ${ann} | -own ${us}`,
    ],
    [
      'goes to the author alone of what was passed on',
      written({ from: 'colleague@acme.example', fwd: ann, cc: 'boss@acme.example' }),
      `to ${ann} | -passed-on colleague@acme.example | -own ${us} | -passed-on boss@acme.example`,
    ],
    [
      'to our own message goes to all of them again',
      ours({ to: ann, cc: 'bob@customer.example', bcc: `boss@other.example ${ann}` }),
      `to ${ann} | cc bob@customer.example | -own ${us} | -blind-copy boss@other.example`,
    ],
  ])('%s', (_, message, expected) => {
    expect(told(message, 'reply-all')).toBe(expected)
  })
})

it('a forwarded message goes to nobody yet', () => {
  expect(told(written({ cc: 'bob@customer.example' }), 'forward')).toBe(
    `-not-asked ${ann} | -own ${us} | -not-asked bob@customer.example`,
  )
})

it('keeps the names of people', () => {
  const message = { ...written({}), from: { name: 'Ann Petit', address: ann } }
  expect(recipients(message, identity, 'reply').to).toEqual([{ name: 'Ann Petit', address: ann }])
})

it('whatever a message names is in one place, once; nothing of ours and no blind copy gets it', () => {
  const people = [
    us,
    'SUPPORT+x@acme.example',
    ann,
    'ANN@customer.example',
    'no-reply@x.example',
    'gone@x.example',
  ]
  let seed = 7
  const some = () =>
    people
      .filter(() => {
        seed = (seed * 48_271) % 2_147_483_647
        return seed % 3 === 0
      })
      .join(' ')
  const keys = (all: readonly ({ readonly address: string } | null)[]) =>
    all.flatMap((one) => (one === null ? [] : [one.address.toLowerCase()]))
  for (let run = 0; run < 300; run += 1) {
    const fwd = run % 4 === 0 ? some() : ''
    const said = { from: some(), fwd, replyTo: some(), to: some(), cc: some(), bcc: some() }
    for (const message of [written(said), ours(said)])
      for (const mode of recipientModes) {
        const { to, cc, dropped } = recipients(message, identity, mode)
        const { from, forwardedFrom, bcc = [] } = message
        const visible = keys([from, forwardedFrom, ...message.replyTo, ...message.to, ...message.cc])
        const placed = keys([...to, ...cc, ...dropped])
        expect(placed).toHaveLength(new Set(placed).size)
        expect(new Set(placed)).toEqual(new Set([...visible, ...keys(bcc)]))
        expect(visible).toEqual(expect.arrayContaining(keys([...to, ...cc])))
        expect(keys([...to, ...cc]).filter((key) => /^support(\+.*)?@acme/.test(key))).toEqual([])
      }
  }
})

it('ten thousand recipients take no time worth speaking of', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `a${index}@x.example`).join(' ')
  const start = performance.now()
  expect(recipients(written({ cc: many }), identity, 'reply-all').cc).toHaveLength(10_000)
  expect(performance.now() - start).toBeLessThan(2000)
})
