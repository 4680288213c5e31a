import assert from 'node:assert/strict'
import { isGuichetError } from '../errors.ts'
import type { Address } from '../model/address.ts'
import type { MailSender } from '../ports/mail-sender.ts'
import type { OutboundAttachment, OutboundMessage } from '../ports/outbound-message.ts'
import type { ContractCheck } from './contract/check.ts'
import { outboundMail } from './outbound-mail.ts'

export interface TestedSender {
  readonly sender: MailSender
  /** Each message that it handed in so far, as text: whom it is for, and its header lines. */
  handedIn(): readonly string[]
  /** Whether addresses may have letters outside ASCII before their @. */
  readonly anyAddress: boolean
}

/** What every `MailSender` promises about input that is wrong or strange, for any test runner. */
export const senderContract: readonly ContractCheck<TestedSender>[] = [
  {
    name: 'an ordinary message is handed in once',
    async run(open) {
      const tested = await open()
      await tested.sender.send(outboundMail(), 'acme')
      const [message = '', ...others] = tested.handedIn()
      assert.equal(others.length, 0)
      assert.match(message, /zoe@client\.example/)
    },
  },
  ...breakableFields().map(([field, change]) => ({
    name: `a line break or control character in ${field} is refused before anything is handed in`,
    async run(open: () => Promise<TestedSender>) {
      const tested = await open()
      for (const evil of lineBreaks) await refused(tested, change(`${evil}Bcc: victim@elsewhere.example`))
    },
  })),
  ...(['from', 'replyTo', 'to', 'cc', 'bcc'] as const).map((field) => ({
    name: `what is not exactly one address is refused in ${field}, by that name`,
    async run(open: () => Promise<TestedSender>) {
      const tested = await open()
      for (const address of noAddresses) await refused(tested, { [field]: people(field, address) }, field)
    },
  })),
  {
    name: 'a message for nobody is refused',
    run: async (open) => refused(await open(), { to: [] }, 'to'),
  },
  {
    name: 'a message without subject and text leaves as it is',
    async run(open) {
      const tested = await open()
      await tested.sender.send(outboundMail({ subject: '', text: '', html: '' }), 'acme')
      assert.equal(tested.handedIn().length, 1)
    },
  },
  {
    name: 'a domain in any script is told in its wire form, whoever it belongs to',
    async run(open) {
      const tested = await open()
      // Capitals, and a letter composed of two: the same domain.
      const at = (name: string): Address => ({ name: '', address: `${name}@PA\u0302tisserie.example` })
      const message = {
        from: at('from'),
        replyTo: at('reply'),
        to: [at('to')],
        cc: [at('cc')],
        bcc: [at('bcc')],
      }
      await tested.sender.send(outboundMail(message), 'acme')
      const text = tested.handedIn().join()
      for (const name of ['from', 'reply', 'to', 'cc', 'bcc']) {
        assert.match(text, new RegExp(`${name}@xn--ptisserie-b2a\\.example`), name)
        assert.doesNotMatch(text, new RegExp(`${name}@(?!xn--)`), name)
      }
    },
  },
  {
    name: 'an address with letters outside ASCII before the @ is written to, or refused by a sentence that says why',
    async run(open) {
      const tested = await open()
      const changes = { to: [{ name: '', address: 'zoé@client.example' }] }
      if (!tested.anyAddress) {
        const error = await refusal(tested, changes)
        assert.deepEqual([error.code, error.retry, error.field], ['rejected', 'never', 'to'])
        assert.match(error.message, /@/)
        return
      }
      await tested.sender.send(outboundMail(changes), 'acme')
      assert.equal(tested.handedIn().length, 1)
    },
  },
  {
    name: 'the name of a file breaks no line, and its path stays here',
    async run(open) {
      const tested = await open()
      const attachments = [file({ name: '../../a\r\nBcc: victim@elsewhere.example\r\n.pdf' })]
      await tested.sender.send(outboundMail({ attachments }), 'acme')
      assert.doesNotMatch(tested.handedIn().join(), /^bcc:|\.\.\//im)
    },
  },
  {
    name: 'files of 50 MB are refused before they are read to their end, naming the field',
    async run(open) {
      const tested = await open()
      let megabytes = 0
      async function* large() {
        for (; megabytes < 50; megabytes += 1) yield Buffer.alloc(1_000_000)
      }
      await refused(tested, { attachments: [file({ open: large })] }, 'attachments')
      assert.ok(megabytes < 50, 'the whole file was read')
    },
  },
]

const lineBreaks = ['\r\n', '\n', '\r', '\0', '\u000b', '\u0085', '\u2028', '\u2029']

const noAddresses = [
  ...['', 'zoe', 'zoe@', '@client.example', 'a@b@c.example', 'zoe@client.example, leo@client.example'],
  ...['friends: zoe@client.example, leo@client.example;', 'undisclosed-recipients:;'],
  ...['Zoé <zoe@client.example>', 'zoe(comment)@client.example', '"a b"@client.example'],
  // The comma of another script, which is one of ours on the wire.
  'zoe@client，elsewhere.example',
  ...[`${'a'.repeat(300)}@client.example`, `${'é'.repeat(33)}@client.example`],
  `a@${'b.'.repeat(124)}example`,
]

type Changes = Partial<OutboundMessage>

function breakableFields(): readonly (readonly [string, (evil: string) => Changes])[] {
  const named = (evil: string): Address => ({ name: `Zoé${evil}`, address: 'zoe@client.example' })
  const addressed = (evil: string): Address => ({ name: '', address: `zoe@client.example${evil}` })
  const lists = (['to', 'cc', 'bcc'] as const).flatMap((list) => [
    [`a name of ${list}`, (evil: string): Changes => ({ [list]: [named(evil)] })] as const,
    [`an address of ${list}`, (evil: string): Changes => ({ [list]: [addressed(evil)] })] as const,
  ])
  return [
    ['the subject', (evil) => ({ subject: `Bonjour${evil}` })],
    ['the name of from', (evil) => ({ from: named(evil) })],
    ['the address of from', (evil) => ({ from: addressed(evil) })],
    ['the name of replyTo', (evil) => ({ replyTo: named(evil) })],
    ['the address of replyTo', (evil) => ({ replyTo: addressed(evil) })],
    ...lists,
    ['its own id', (evil) => ({ mailId: `abc@b.example${evil}` })],
    ['the id that it answers', (evil) => ({ inReplyTo: `abc@b.example${evil}` })],
    ['the ids that it refers to', (evil) => ({ references: [`abc@b.example${evil}`] })],
    ['the type of a file', (evil) => ({ attachments: [file({ contentType: `text/plain${evil}` })] })],
    ['the content id of a file', (evil) => ({ attachments: [file({ contentId: `logo${evil}` })] })],
  ]
}

function people(
  field: 'from' | 'replyTo' | 'to' | 'cc' | 'bcc',
  address: string,
): Address | readonly Address[] {
  const one = { name: '', address }
  return field === 'from' || field === 'replyTo' ? one : [one]
}

async function refused(tested: TestedSender, changes: Changes, field?: string): Promise<void> {
  const error = await refusal(tested, changes)
  assert.deepEqual([error.code, error.outcome, error.retry], ['invalid-input', 'not-done', 'never'])
  if (field === undefined) assert.ok(error.field)
  else assert.equal(error.field, field)
}

async function refusal(tested: TestedSender, changes: Changes) {
  const before = tested.handedIn().length
  const error: unknown = await tested.sender.send(outboundMail(changes), 'acme').then(
    () => null,
    (thrown: unknown) => thrown,
  )
  assert.ok(isGuichetError(error), `${JSON.stringify(changes)} was not refused`)
  assert.equal(tested.handedIn().length, before, 'something was handed in')
  return error
}

function file(changes: Partial<OutboundAttachment>): OutboundAttachment {
  return {
    name: 'facture.pdf',
    contentType: 'application/pdf',
    async *open() {
      yield Buffer.from('%PDF')
    },
    ...changes,
  }
}
