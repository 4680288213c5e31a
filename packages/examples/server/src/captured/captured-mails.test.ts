import { testClock } from '@guichet/core/testing'
import { expect, test } from 'vitest'
import { capturedMails } from './captured-mails.ts'

const raw = Buffer.from('Subject: x\r\n\r\n')

test('the next mail is waited for, and not for ever', async () => {
  const clock = testClock()
  const mails = capturedMails(clock)
  const next = mails.next(5_000)
  mails.keep({ raw, recipients: ['a@x.example'] })
  mails.keep({ raw, recipients: ['b@x.example'] })
  expect(await next).toMatchObject({ recipients: ['a@x.example'] })
  const none = mails.next(5_000)
  await clock.advance(5_000)
  expect(await none).toBeNull()
})

test('the latest two hundred are kept, latest first', () => {
  const mails = capturedMails(testClock())
  for (let count = 0; count < 205; count += 1) mails.keep({ raw, recipients: [] })
  expect(mails.list().map(({ id }) => id)).toHaveLength(200)
  expect(mails.list()[0]?.id).toBe('205')
  expect([mails.get('205')?.id, mails.get('5')]).toEqual(['205', null])
})
