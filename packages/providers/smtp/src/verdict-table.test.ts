import { type GuichetErrorCode, isGuichetError, type Outcome, type Retry } from '@guichet/core'
import { outboundMail } from '@guichet/core/testing'
import { describe, expect, test } from 'vitest'
import { smtp } from './smtp.ts'
import { plainConnection } from './testing/plain-connection.ts'
import { type Fault, type Stage, startScriptedSmtpServer } from './testing/scripted-smtp-server.ts'

type Verdict = `${GuichetErrorCode} ${Outcome} ${Retry}`
type Row = readonly [Stage, string, Fault, Verdict]

const unknown = 'outcome-unknown unknown never'
const unreachable = 'host-unreachable not-done later'
const throttled = 'throttled not-done later'
const refused = 'rejected not-done never'
const garbled = 'protocol-error not-done later'
const login = 'authentication-failed not-done after-fix'

const say = (text: string): Fault => ({ say: text })
const sayAndDrop = (text: string): Fault => ({ say: text, thenDrop: true })

/** What every fault means: "may it be sent again?" is decided here and nowhere else. */
const table: readonly Row[] = [
  ['banner', 'drop', 'drop', unreachable],
  ['banner', 'hang', 'hang', unreachable],
  ['banner', '421', sayAndDrop('421 4.3.2 busy'), throttled],
  ['banner', '4xx', say('450 later'), throttled],
  ['banner', '5xx', say('554 not you'), 'rejected not-done later'],
  ['banner', 'garbage', say('SSH-2.0-OpenSSH_9.2'), garbled],
  ['ehlo', 'drop', 'drop', unreachable],
  ['ehlo', 'hang', 'hang', unreachable],
  ['ehlo', '421', sayAndDrop('421 busy'), throttled],
  ['ehlo', '5xx to EHLO and HELO', say('550 no'), 'rejected not-done later'],
  ['ehlo', '4xx to EHLO and HELO', say('450 later'), throttled],
  ['ehlo', 'garbage', say('hello?'), garbled],
  ['ehlo', 'half a line', { say: '250-scr', thenDrop: true, unfinished: true }, unreachable],
  ['auth', 'drop', 'drop', unreachable],
  ['auth', 'hang', 'hang', unreachable],
  ['auth', '421', sayAndDrop('421 busy'), throttled],
  ['auth', '4xx', say('454 4.7.0 Temporary authentication failure'), throttled],
  ['auth', '5xx', say('535 5.7.8 wrong password'), login],
  ['auth', 'account closed', say('525 5.7.13 User account disabled'), login],
  ['auth', 'weaker than allowed', say('538 5.7.11 Encryption required'), login],
  ['auth', 'garbage', say('???'), garbled],
  ['mail', 'drop', 'drop', unreachable],
  ['mail', 'hang', 'hang', unreachable],
  ['mail', '421', sayAndDrop('421 4.7.0 too many connections'), throttled],
  ['mail', '4xx', say('451 4.7.1 Greylisted'), throttled],
  ['mail', '5xx', say('550 5.7.1 not your address'), refused],
  ['mail', 'login wanted', say('530 5.7.0 Authentication required'), login],
  ['mail', 'login ended', say('535 5.7.3 Authentication unsuccessful'), login],
  ['mail', 'too large', say('552 5.3.4 Message size exceeds fixed limit'), refused],
  ['mail', 'no room', say('452 4.3.1 Insufficient system storage'), throttled],
  ['mail', 'garbage', say('hello?'), garbled],
  ['rcpt', 'drop', 'drop', unreachable],
  ['rcpt', 'hang', 'hang', unreachable],
  ['rcpt', '421', sayAndDrop('421 busy'), throttled],
  ['rcpt', '4xx', say('452 4.2.2 Mailbox full'), throttled],
  ['rcpt', '5xx', say('550 5.1.1 No such user'), refused],
  ['rcpt', 'login wanted', say('530 5.7.1 Client was not authenticated'), login],
  ['rcpt', 'several lines', say('550-5.1.1 No such user\r\n550 5.1.1 Ask elsewhere'), refused],
  ['rcpt', 'half a line', { say: '550 no s', thenDrop: true, unfinished: true }, refused],
  ['rcpt', 'garbage', say('hello?'), garbled],
  ['data', 'drop', 'drop', unreachable],
  ['data', 'hang', 'hang', unreachable],
  ['data', '421', sayAndDrop('421 busy'), throttled],
  ['data', '4xx', say('451 try later'), throttled],
  ['data', '5xx', say('554 5.5.1 no valid recipients'), refused],
  ['data', 'garbage', say('hello?'), garbled],
  ['go-ahead', 'drop', 'drop', unknown],
  ['go-ahead', 'hang', 'hang', unknown],
  ['body', 'drop', 'drop', unknown],
  ['body', 'hang', 'hang', unknown],
  ['body', '421', sayAndDrop('421 4.4.2 timeout'), throttled],
  ['body', '5xx', sayAndDrop('552 5.3.4 too large'), refused],
  ['dot', 'drop', 'drop', unknown],
  ['dot', 'hang', 'hang', unknown],
  ['dot', '421', sayAndDrop('421 4.3.0 shutting down'), throttled],
  ['dot', '4xx', say('451 4.3.0 queue file write error'), throttled],
  ['dot', '5xx', say('554 5.7.1 spam'), refused],
  ['dot', 'several lines', say('554-5.7.1 spam\r\n554 5.7.1 see example.com'), refused],
  ['dot', 'the first of several lines', sayAndDrop('250-2.0.0 nearly'), unknown],
  ['dot', 'another request for it', say('354 more'), unknown],
  ['dot', 'garbage', say('hello?'), unknown],
  ['dot', 'garbage that starts like success', say('2 much'), unknown],
  ['dot', 'a reply that never ends', sayAndDrop('550-this is only'), unknown],
  ['dot', 'half a line', { say: '550 no s', thenDrop: true, unfinished: true }, unknown],
]

/** Impatient only where silence is what is tested: elsewhere a busy machine must not change the verdict. */
function senderFor(fault: Fault) {
  const milliseconds = fault === 'hang' ? 1_000 : 20_000
  return smtp({
    privateHosts: 'allowed',
    timeouts: { connectMs: milliseconds, replyMs: milliseconds, finalReplyMs: milliseconds },
  })
}

describe.each([
  ['one command at a time', ['AUTH PLAIN']],
  ['pipelined', ['AUTH PLAIN', 'PIPELINING', 'SIZE 1000000', '8BITMIME', 'SMTPUTF8']],
])('a fault, commands %s', (_how, extensions) => {
  test.concurrent.each(table)('at %s: %s', async (stage, _name, fault, verdict) => {
    const server = await startScriptedSmtpServer({ faults: { [stage]: fault }, extensions })
    try {
      const connection = plainConnection(server.port, { username: 'contact@boulangerie-martin.example' })
      const error: unknown = await senderFor(fault)
        .send(connection, outboundMail())
        .catch((thrown) => thrown)
      if (!isGuichetError(error)) throw new Error('the send did not fail as it should', { cause: error })
      expect(`${error.code} ${error.outcome} ${error.retry}`).toBe(verdict)
      expect(error.message).toContain(`127.0.0.1:${server.port}`)
      expect(error.provider).toBe('smtp')
      expect(JSON.stringify([error.message, error.providerCode])).not.toMatch(/right|zoe|contact@/)
      // This server says 354 even when it refused every recipient; what it gets then is an empty message.
      if (error.outcome === 'not-done' && stage !== 'dot') expect(server.messages.join('')).toBe('')
    } finally {
      await server.stop()
    }
  })
})
