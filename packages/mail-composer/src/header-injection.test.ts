import { isGuichetError, type OutboundMessage } from '@guichet/core'
import { outboundMail } from '@guichet/core/testing'
import { expect, test } from 'vitest'
import { composeMessage } from './compose-message.ts'

const injections = [
  '\r\nBcc: victim@elsewhere.example',
  '\nBcc: victim@elsewhere.example',
  '\rBcc: victim@elsewhere.example',
  '\r\n\r\n<script>body</script>',
  '\r\n.\r\nMAIL FROM:<forged@elsewhere.example>',
  '\u0000Bcc: victim@elsewhere.example',
  '\u000bBcc: victim@elsewhere.example',
  '\u0085Bcc: victim@elsewhere.example',
  '\u2028Bcc: victim@elsewhere.example',
  '\u2029Bcc: victim@elsewhere.example',
  '> SIZE=1\r\nRCPT TO:<victim@elsewhere.example',
  '", victim@elsewhere.example, "',
  ', victim@elsewhere.example',
  ' <victim@elsewhere.example>',
  ';victim@elsewhere.example',
  '=?utf-8?q?=0D=0ABcc:_victim@elsewhere.example?=',
  '\tBcc: victim@elsewhere.example',
]

const fields: Readonly<Record<string, (evil: string) => Partial<OutboundMessage>>> = {
  subject: (evil) => ({ subject: `Bonjour${evil}` }),
  'from name': (evil) => ({ from: { name: `Martin${evil}`, address: 'a@b.example' } }),
  'from address': (evil) => ({ from: { name: '', address: `a@b.example${evil}` } }),
  'to name': (evil) => ({ to: [{ name: `Zoé${evil}`, address: 'zoe@client.example' }] }),
  'to address': (evil) => ({ to: [{ name: '', address: `zoe@client.example${evil}` }] }),
  'to local part': (evil) => ({ to: [{ name: '', address: `zoe${evil}@client.example` }] }),
  'cc name': (evil) => ({ cc: [{ name: `Léo${evil}`, address: 'leo@client.example' }] }),
  mailId: (evil) => ({ mailId: `abc${evil}@b.example` }),
  inReplyTo: (evil) => ({ inReplyTo: `abc${evil}@b.example` }),
  references: (evil) => ({ references: ['first@b.example', `abc${evil}@b.example`] }),
  text: (evil) => ({ text: `Bonjour${evil}` }),
}

const expectedHeaders = new Set([
  ...['from', 'to', 'cc', 'subject', 'message-id', 'in-reply-to', 'references', 'date', 'mime-version'],
  ...['content-type', 'x-guichet-message-id'],
])

const rows = Object.entries(fields).flatMap(([field, change]) =>
  injections.map((evil) => [field, JSON.stringify(evil), change(evil)] as const),
)

test.each(rows)('%s with %s is refused or harmless', async (_field, _evil, change) => {
  const composed = await composeMessage(outboundMail(change)).catch((error: unknown) => error)
  if (isGuichetError(composed)) {
    expect(composed).toMatchObject({ code: 'invalid-input', outcome: 'not-done', retry: 'never' })
    return
  }
  if (composed instanceof Error) throw composed
  const { raw, envelope } = await composeMessage(outboundMail(change))
  expect(envelope.to.join()).not.toContain('victim')
  const [head = ''] = raw.toString('utf8').split('\r\n\r\n')
  const names = head.split(/\r\n(?![ \t])/).map((line) => line.split(':')[0]?.toLowerCase() ?? '')
  expect(names.filter((name) => !expectedHeaders.has(name))).toEqual([])
  expect(names).toHaveLength(new Set(names).size)
})
