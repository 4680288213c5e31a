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
    'Microsoft 365 in French',
    {
      ...{ from: 'postmaster@corp.example', subject: 'Non remis : Votre commande', returnPath: '<>' },
      text: `Votre message à ${lost} n'a pas pu être remis.

${lost} est introuvable sur client.example.

Informations de diagnostic pour les administrateurs :
${lost}
Remote server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'`,
    },
    '5.1.10',
  ],
  [
    'Microsoft 365 in German',
    {
      ...{ from: 'postmaster@corp.example', subject: 'Unzustellbar: Ihre Bestellung' },
      text: `Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

${lost}
Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.

Remote Server returned '550 5.1.1 User unknown'`,
    },
    '5.1.1',
  ],
  [
    'Microsoft 365 in Spanish',
    {
      ...{ from: 'postmaster@corp.example', subject: 'No se puede entregar: Su pedido' },
      text: `No se pudo entregar el mensaje a los siguientes destinatarios o grupos:

${lost}
No se encontró la dirección de correo.
Remote Server returned '550 5.4.1 Recipient address rejected: Access denied'`,
    },
    '5.4.1',
  ],
  [
    'Outlook.com',
    {
      ...{ from: 'postmaster@outlook.com', subject: 'Delivery Status Notification (Failure)' },
      text: `This is an automatically generated Delivery Status Notification.

Delivery to the following recipients failed.

       ${lost}`,
    },
    null,
  ],
  [
    'Gmail',
    {
      ...{ from: 'mailer-daemon@googlemail.com', name: 'Mail Delivery Subsystem' },
      subject: 'Delivery Status Notification (Failure)',
      text: `** Address not found **

Your message wasn't delivered to ${lost} because the address couldn't be found, or is unable to receive mail.

The response from the remote server was:
550 5.1.1 The email account that you tried to reach does not exist.`,
    },
    '5.1.1',
  ],
  [
    'Gmail of 2012',
    {
      ...{ from: 'mailer-daemon@googlemail.com', subject: 'Delivery Status Notification (Failure)' },
      text: `Delivery to the following recipient failed permanently:

     ${lost}

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the server for the recipient domain.

The error that the other server returned was:
550 550 5.1.1 <${lost}>: Recipient address rejected

----- Original message -----

From: support@acme.example`,
    },
    '5.1.1',
  ],
  [
    'Gmail in French',
    {
      ...{ from: 'mailer-daemon@googlemail.com', subject: 'Delivery Status Notification (Failure)' },
      text: `** Adresse introuvable **

Votre message n'est pas parvenu à ${lost}, car l'adresse est introuvable ou ne peut pas recevoir de messages.

La réponse du serveur distant est la suivante :
550 5.1.1 user unknown`,
    },
    '5.1.1',
  ],
  [
    'Yahoo',
    {
      ...{ from: 'MAILER-DAEMON@yahoo.com', subject: 'Failure Notice' },
      text: `Sorry, we were unable to deliver your message to the following address.

<${lost}>:
554: delivery error: dd This user doesn't have a yahoo.com account (${lost}) [0]

--- Below this line is a copy of the message.`,
    },
    null,
  ],
  [
    'AOL',
    {
      ...{ from: 'MAILER-DAEMON@aol.example', subject: 'Returned mail: see transcript for details' },
      text: `   ----- The following addresses had permanent fatal errors -----
<${lost}>
    (reason: 550 MAILBOX NOT FOUND)

   ----- Transcript of session follows -----
... while talking to air-xn03.mail.aol.com.:
>>> RCPT To:<${lost}>
<<< 550 MAILBOX NOT FOUND`,
    },
    null,
  ],
  [
    'Lotus Domino',
    {
      ...{
        from: 'Postmaster@corp.example',
        subject: 'DELIVERY FAILURE: User paul (paul@client.example) not listed in Domino Directory',
      },
      text: `Your message

  Subject: Votre commande

was not delivered to:

  ${lost}

because:

  User paul (${lost}) not listed in Domino Directory`,
    },
    null,
  ],
  [
    'IMail',
    {
      ...{ from: 'postmaster@mx.example', subject: 'Undeliverable Mail' },
      text: `Unknown user: ${lost}


Original message follows.

Received: from acme.example`,
    },
    null,
  ],
  [
    'MailEnable',
    {
      ...{ from: 'postmaster@mx.example', name: 'Postmaster', subject: 'Message Delivery Failure' },
      text: `MailEnable: Message could not be delivered to some recipients.
The following recipient(s) could not be reached:

    Recipient: [SMTP:${lost}]
    Reason: Remote SMTP Server Returned: 550 5.1.1 No such user here`,
    },
    '5.1.1',
  ],
  [
    'Zoho',
    {
      ...{ from: 'mailer-daemon@mail.zoho.example', subject: 'Undelivered Mail Returned to Sender' },
      text: `This message was created automatically by mail delivery software.
A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

${lost}
Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 User unknown`,
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
