import { describe, expect, it } from 'vitest'
import type { DeliveryReport } from '../model/verdict.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { judge } from '../steps/judge.ts'
import { parsedMessage } from '../testing/parsed-message.ts'

function reportOf(lines: readonly string[], subject = 'failure notice'): DeliveryReport | undefined {
  return judge(
    parsedMessage({
      from: { name: '', address: 'MAILER-DAEMON@mx.acme.example' },
      subject,
      text: lines.join('\n'),
      headers: new Map([['return-path', ['<>']]]),
    }),
  ).report
}

const returned = [
  'Return-Path: <support@acme.example>',
  'Received: from desk.acme.example by mx.acme.example; Mon, 1 Jun 2026 10:00:00 +0200',
  'Message-ID: <answer-7@acme.example>',
  'From: Support <support@acme.example>',
  'To: somebody@else.example',
  '',
  'Bonjour, 550 5.1.1 in the text of the returned message says nothing.',
]

describe('bounces that only people can read', () => {
  it('qmail: the address on a line of its own, the reason below it, the original behind a divider', () => {
    const report = reportOf([
      'Hi. This is the qmail-send program at mx.acme.example.',
      'I could not deliver your message to the following addresses.',
      '',
      '<paul@client.example>:',
      '192.0.2.7 does not like recipient.',
      'Remote host said: 550 5.1.1 User unknown',
      '',
      '<anne@client.example>:',
      'Remote host said: 552 5.2.2 Mailbox full',
      '',
      '--- Below this line is a copy of the message.',
      '',
      ...returned,
    ])
    expect(report).toEqual({
      originalMailId: 'answer-7@acme.example',
      recipients: [
        {
          address: 'paul@client.example',
          status: '5.1.1',
          kind: 'hard',
          reason: 'Remote host said: 550 5.1.1 User unknown',
        },
        {
          address: 'anne@client.example',
          status: '5.2.2',
          kind: 'soft',
          reason: 'Remote host said: 552 5.2.2 Mailbox full',
        },
      ],
    })
  })

  it('Exim: the refused sender in the reason is not a recipient', () => {
    const report = reportOf([
      'A message that you sent could not be delivered to one or more of its recipients.',
      '',
      '  paul@client.example',
      '    SMTP error from remote mail server after MAIL FROM:<support@acme.example>:',
      '    550 5.7.0 <support@acme.example>... not from this network',
      '',
      '------ This is a copy of the message, including all the headers. ------',
      '',
      ...returned,
    ])
    expect(report?.recipients.map(({ address, status, kind }) => [address, status, kind])).toEqual([
      ['paul@client.example', '5.7.0', 'soft'],
    ])
  })

  it('sendmail: recipients that only the transcript names', () => {
    const report = reportOf(
      [
        '   ----- Transcript of session follows -----',
        '550 <paul@client.example>... Host unknown',
        '>>> RCPT To:<anne@client.example>',
        '<<< 550 no such user here',
        '   ----- Unsent message follows -----',
        ...returned,
      ],
      'Returned mail: User unknown',
    )
    expect(report?.recipients.map(({ address, kind }) => [address, kind])).toEqual([
      ['paul@client.example', 'hard'],
      ['anne@client.example', 'hard'],
    ])
  })

  it('reads the fields of a report that lost its structure', () => {
    const report = reportOf([
      'This is the mail system.',
      '',
      'Reporting-MTA: dns; mx.acme.example',
      '',
      'Final-Recipient: rfc822; paul@client.example',
      'Action: failed',
      'Status: 5.0.0',
      'Diagnostic-Code: smtp; 550-5.4.1 no such',
      ' domain',
      '',
      ...returned,
    ])
    expect(report?.recipients).toEqual([
      {
        address: 'paul@client.example',
        status: '5.4.1',
        kind: 'soft',
        reason: '550-5.4.1 no such domain',
      },
    ])
  })

  it('takes the recipients of the returned message where the notice names none', () => {
    const report = reportOf(['Your message could not be delivered.', '', ...returned])
    expect(report?.recipients.map(({ address }) => address)).toEqual(['somebody@else.example'])
  })

  it('knows a delay from a failure', () => {
    const judgement = judge(
      parsedMessage({
        from: { name: '', address: 'mailer-daemon@mx.acme.example' },
        subject: 'Warning: message 1-2-3 delayed 24 hours',
        text: 'The address to which the message has not yet been delivered is:\n\n  paul@client.example\n',
      }),
    )
    expect(judgement.verdict).toBe('notice')
    expect(judgement.report?.recipients).toMatchObject([{ address: 'paul@client.example', kind: 'delayed' }])
  })

  const fields = new Map([
    ['final-recipient', 'rfc822; paul@client.example'],
    ['action', 'failed'],
  ])

  it.each<[string, Partial<ParsedMessage>]>([
    ['forwards a bounce', { subject: 'Fwd: failure notice' }],
    [
      'forwards a bounce with its parts',
      { subject: 'TR : failure notice', report: { fields: [fields], originalHeaders: null } },
    ],
    ['asks about a bounce', { subject: 'failure notice' }],
    [
      'pastes the fields of a report',
      { text: 'Bonjour ?\n\nFinal-Recipient: rfc822; paul@client.example\nStatus: 5.1.1' },
    ],
  ])('takes a person who %s for a person', (_name, changes) => {
    const text = 'Bonjour, que veut dire ceci ?\n\n<paul@client.example>: 550 5.1.1 User unknown\n'
    expect(judge(parsedMessage({ text, ...changes })).verdict).toBe('person')
  })

  it('takes hostile text in linear time', () => {
    const hostile = ['a@', '5.', 'x'.repeat(70), ' ', '\n', '550 ', 'final-recipient: x\n \n', 'delivery to ']
    for (const piece of hostile) {
      const start = process.hrtime.bigint()
      reportOf([piece.repeat(1_000_000 / piece.length)])
      expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(200)
    }
  })
})
