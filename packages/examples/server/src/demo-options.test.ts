import { expect, test } from 'vitest'
import { demoOptions } from './demo-options.ts'

test('the address of a mailbox is its user, or made of user and host', () => {
  const addressOf = (url: string) => {
    const options = demoOptions(['--imap', url])
    return options === 'help' ? null : options.mailbox?.imap.address
  }
  expect(addressOf('imaps://ada%40acme.example:pw@192.0.2.1')).toBe('ada@acme.example')
  expect(addressOf('imaps://ada:pw@imap.acme.example')).toBe('ada@acme.example')
})

test.each(['imaps://ada:pw@192.0.2.1', 'imaps://ada:pw@localhost', 'imaps://ada:pw@[::1]'])(
  'a user who is no address at %s is asked for the whole one',
  (url) => {
    expect(() => demoOptions(['--imap', url])).toThrow(/^--imap: the user has to be the whole address/)
  },
)
