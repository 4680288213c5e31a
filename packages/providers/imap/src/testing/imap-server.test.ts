import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { fakeAccount } from './fake-account.ts'
import { type ImapServer, startImapServer } from './imap-server.ts'
import { literal, readTranscript } from './transcript.ts'

const started: ImapServer[] = []

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop()
})

async function start(capabilities?: readonly string[]): Promise<ImapServer> {
  const account = fakeAccount({ Sent: { attributes: ['\\Sent'] }, 'Éléments envoyés & co': {} })
  const server = await startImapServer(capabilities === undefined ? { account } : { account, capabilities })
  started.push(server)
  return server
}

/** Sends lines one after another, each when the one before was answered; returns all that came. */
async function talk(server: ImapServer, ...lines: readonly string[]): Promise<string> {
  const socket = connect(server.port, server.host)
  let received = ''
  const waiting = [...lines]
  await new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
      if (
        !/^(\* OK \[CAP|\* BYE|\w+ (OK|NO|BAD)|\+ )[^\r]*\r\n$/m.test(
          received.split('\r\n').slice(-2).join('\r\n'),
        )
      )
        return
      const next = waiting.shift()
      if (next === undefined) socket.end()
      else socket.write(`${next}\r\n`, 'latin1')
    })
    socket.on('close', () => resolve())
  })
  return received
}

const login = 'a LOGIN ann secret'

describe('an honest fake server', () => {
  it('shows folders, in modified UTF-7, and what is in them', async () => {
    const server = await start()
    server.account.folder('INBOX').append('Subject: one\r\n\r\nOne\r\n', { flags: ['\\Seen'] })
    const heard = await talk(
      server,
      login,
      'b LIST "" "*"',
      'c EXAMINE INBOX',
      'd UID FETCH 1:* (UID FLAGS RFC822.SIZE BODY.PEEK[]<9.3>)',
      'e UID SEARCH UID 5:*',
    )
    expect(heard).toContain('* LIST (\\Sent) "/" "Sent"')
    expect(heard).toContain('"&AMk-l&AOk-ments envoy&AOk-s &- co"')
    expect(heard).toContain('* 1 EXISTS')
    expect(heard).toContain('FETCH (UID 1 FLAGS (\\Seen) RFC822.SIZE 21 BODY[]<9> {3}\r\none)')
    // The newest message answers, though its UID is below the range.
    expect(heard).toContain('* SEARCH 1\r\ne OK')
  })

  it('tells what vanished since a modification sequence', async () => {
    const server = await start()
    const inbox = server.account.folder('INBOX')
    for (const text of ['one', 'two', 'three']) inbox.append(`${text}\r\n\r\n`)
    const before = inbox.highestModseq
    inbox.expunge(2)
    const fetch = `d UID FETCH 1:3 (UID) (CHANGEDSINCE ${before} VANISHED)`
    const heard = await talk(server, login, 'b ENABLE QRESYNC', 'c EXAMINE INBOX', fetch)
    expect(heard).toContain('* VANISHED (EARLIER) 2\r\nd OK')
  })

  it('refuses a wrong password', async () => {
    expect(await talk(await start(), 'a LOGIN ann wrong')).toContain('a NO [AUTHENTICATIONFAILED]')
  })
})

describe('a fake server that lies', () => {
  it('answers by the transcript, in its order, and honestly before and after', async () => {
    const server = await start()
    server.lie(`
      # Two answers to the same command.
      C: NOOP
      S: * 7 EXISTS
      S: $tag OK first
      C: noop
      S: * 1 FETCH (UID 7 BODY[] ${literal('a\r\n\r\nb')})
      H: tagged
    `)
    const heard = await talk(server, login, 'b NOOP', 'c NOOP', 'd NOOP')
    expect(heard).toContain('* 7 EXISTS\r\nb OK first\r\n')
    expect(heard).toContain('* 1 FETCH (UID 7 BODY[] {6}\r\na\r\n\r\nb)\r\nc OK done\r\nd OK done')
    expect(server.commands.map(({ text }) => text)).toEqual(['LOGIN ann secret', 'NOOP', 'NOOP', 'NOOP'])
  })

  it('can refuse the connection, cut it, and change honest answers', async () => {
    const server = await start()
    server.lie('C: CONNECT\nS: * BYE too many\ndrop')
    expect(await talk(server)).toBe('* BYE too many\r\n')
    server.lie('C: LOGIN *\nH: untagged\ndrop')
    expect(await talk(server, login)).not.toContain('a OK')
    const stop = server.tamper((command, answer) =>
      command === 'NOOP' ? { untagged: ['* 3 EXISTS'], tagged: 'NO later' } : answer,
    )
    expect(await talk(server, login, 'b NOOP')).toContain('* 3 EXISTS\r\nb NO later')
    stop()
    expect(await talk(server, login, 'b NOOP')).toContain('b OK')
  })

  it('refuses a transcript that it does not understand', () => {
    expect(() => readTranscript('S: too early')).toThrow('before any C:')
    expect(() => readTranscript('C: NOOP\nX: what')).toThrow('line 2')
  })
})
