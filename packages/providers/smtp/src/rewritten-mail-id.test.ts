import { expect, test } from 'vitest'
import { rewrittenMailId } from './rewritten-mail-id.ts'

test.each([
  ['email-smtp.eu-west-1.amazonaws.com', '0102-abc-000000', '0102-abc-000000@eu-west-1.amazonses.com'],
  ['email-smtp.us-east-1.amazonaws.com', '0100-abc-000000', '0100-abc-000000@email.amazonses.com'],
  ['email-smtp.eu-west-1.amazonaws.com', null, null],
  ['smtp.acme.example', '4XyZ1234', null],
  ['email-smtp.eu-west-1.amazonaws.com.evil.example', '0102-abc-000000', null],
])('%s turns %s into %s', (host, queueId, mailId) => {
  expect(rewrittenMailId(host, queueId)).toBe(mailId)
})
