import { expect, it } from 'vitest'
import { readFeedbackNotification } from './feedback-notification.ts'

it('reads whom a notification of Amazon SES is about', () => {
  const json = JSON.stringify({
    notificationType: 'Bounce',
    bounce: {
      bouncedRecipients: [
        {
          emailAddress: 'paul@client.example',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        },
      ],
    },
    mail: { messageId: 'ses-1', commonHeaders: { messageId: '<answer-7@acme.example>' } },
  })
  expect(readFeedbackNotification(`${json}\n\n--\nIf you wish to stop receiving notifications…`)).toEqual({
    verdict: 'bounce',
    originalMailId: 'answer-7@acme.example',
    outcomes: [],
    recipients: [
      { address: 'paul@client.example', status: '5.1.1', kind: 'hard', reason: '550 5.1.1 user unknown' },
    ],
  })
})

it('leaves other text alone, broken JSON included', () => {
  expect(readFeedbackNotification('{"notificationType": oops}')).toBeNull()
  expect(readFeedbackNotification('{"hello": 1}')).toBeNull()
})
