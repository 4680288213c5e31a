import { describe, expect, it } from 'vitest'
import { judge } from '../steps/judge.ts'
import { parsedMessage } from '../testing/parsed-message.ts'

/** What a mail server says in words alone: no report, no header that a standard knows. */
interface Sample {
  readonly from: string
  readonly name?: string
  readonly subject: string
  readonly text: string
  readonly returnPath?: string
}

function judged({ from, name = '', subject, text, returnPath }: Sample) {
  return judge(
    parsedMessage({
      ...{ from: { name, address: from }, subject, text },
      headers: returnPath === undefined ? new Map() : new Map([['return-path', [returnPath]]]),
    }),
  )
}

const lost = 'paul@client.example'

const formats: readonly (readonly [software: string, sample: Sample, status: string | null])[] = [
  [
    'qmail',
    {
      ...{ from: 'MAILER-DAEMON@mx.example', subject: 'failure notice', returnPath: '<>' },
      text: `Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<${lost}>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 <${lost}>: Recipient address rejected
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Return-Path: <support@acme.example>
Subject: Votre commande`,
    },
    '5.1.1',
  ],
  [
    'Exim',
    {
      ...{ from: 'Mailer-Daemon@mx.example', subject: 'Mail delivery failed: returning message to sender' },
      text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ${lost}
    host mail.client.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<${lost}>:
    550 5.1.1 unknown user

------ This is a copy of your message, including all the headers. ------

Return-path: <support@acme.example>
From: support@acme.example`,
    },
    '5.1.1',
  ],
  [
    'Exim of a German host',
    {
      ...{ from: 'mailer-daemon@kundenserver.example', name: 'Mail Delivery System' },
      subject: 'Mail delivery failed: returning message to sender',
      text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to
one or more of its recipients. This is a permanent error.
The following address failed:

"${lost}":
SMTP error from remote server for RCPT TO command, host: mx.client.example
reason: 550 Requested action not taken: mailbox unavailable

--- The header of the original message is following. ---

Received: from acme.example
From: support@acme.example`,
    },
    null,
  ],
  [
    'Postfix without a report',
    {
      ...{ from: 'MAILER-DAEMON@mx.example', subject: 'Undelivered Mail Returned to Sender' },
      text: `This is the mail system at host mx.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<${lost}>: host mx.client.example[192.0.2.7] said: 550 5.1.1 <${lost}>:
    Recipient address rejected: User unknown (in reply to RCPT TO command)`,
    },
    '5.1.1',
  ],
  [
    'old sendmail',
    {
      ...{ from: 'MAILER-DAEMON@mx.example', subject: 'Returned mail: User unknown' },
      text: `The original message was received at Mon, 2 Nov 2026 08:00:00 +0100

   ----- The following addresses have delivery notifications -----
<${lost}>  (unrecoverable error)

   ----- Transcript of session follows -----
... while talking to mx.client.example.:
>>> RCPT To:<${lost}>
<<< 550 <${lost}>... User unknown
550 <${lost}>... User unknown`,
    },
    null,
  ],
  [
    'Courier',
    {
      ...{ from: 'postmaster@mx.example', subject: 'NOTICE: mail delivery status.' },
      text: `This is a delivery status notification from mx.example,
running the Courier mail server, version 1.0.

UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<${lost}>:
    mx.client.example [192.0.2.7]:
>>> RCPT TO:<${lost}>
<<< 550 User unknown.`,
    },
    null,
  ],
  [
    'Exchange 5.5',
    {
      ...{
        from: 'postmaster@corp.example',
        name: 'System Administrator',
        subject: 'Undeliverable: Votre commande',
      },
      text: `Your message

  To:      ${lost}
  Subject: Votre commande
  Sent:    Mon, 2 Nov 2026 08:00:00 +0100

did not reach the following recipient(s):

${lost} on Mon, 2 Nov 2026 08:00:05 +0100
    The recipient name is not recognized
    The MTS-ID of the original message is: c=us;a= ;p=Corp
    MSEXCH:IMS:Corp:SITE:SERVER 0 (000C05A6) Unknown Recipient`,
    },
    null,
  ],
  [
    'Exchange 2003 from an operator’s address',
    {
      ...{
        from: 'administrator@corp.example',
        name: 'System Administrator',
        subject: 'Undeliverable: Votre commande',
      },
      text: `Your message did not reach some or all of the intended recipients.

      Subject: Votre commande
      Sent: 02.11.2026 08:00

The following recipient(s) could not be reached:

      ${lost} on 02.11.2026 08:00
            The e-mail account does not exist at the organization this message was sent to.
            <corp.example #5.1.1>`,
    },
    '5.1.1',
  ],
]

describe('a bounce in words', () => {
  it.each(formats)('of %s is recognised, with its recipient and its status', (_software, sample, status) => {
    const { verdict, report } = judged(sample)
    expect(verdict).toBe('bounce')
    expect(report?.recipients.map(({ address }) => address)).toEqual([lost])
    expect(report?.recipients[0]?.status).toBe(status)
  })
})
