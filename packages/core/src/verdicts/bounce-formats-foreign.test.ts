import { describe, expect, it } from 'vitest'
import { judge } from '../steps/judge.ts'
import { parsedMessage } from '../testing/parsed-message.ts'

interface Sample {
  readonly from: string
  readonly name?: string
  readonly subject: string
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
  readonly inReplyTo?: readonly string[]
}

function judged({ from, name = '', subject, text, headers = {}, inReplyTo = [] }: Sample) {
  const lines = new Map(Object.entries(headers).map(([header, value]) => [header, [value]]))
  return judge(parsedMessage({ from: { name, address: from }, subject, text, inReplyTo, headers: lines }))
}

const lost = 'paul@client.example'
const nullPath = { 'return-path': '<>' }

const formats: readonly (readonly [software: string, sample: Sample])[] = [
  [
    'KDDI',
    {
      ...{
        from: 'Postmaster@ezweb.example',
        subject: 'Mail System Error - Returned Mail',
        headers: nullPath,
      },
      text: `Your mail sent on: Mon, 2 Nov 2026 08:00:00
    Could not be delivered to: <${lost}>
    As their mailbox is full.`,
    },
  ],
  [
    'docomo',
    {
      ...{ from: 'MAILER-DAEMON@docomo.example', subject: 'Mail System Error', headers: nullPath },
      text: `The following address is not registered:

<${lost}>
550 Unknown user ${lost}`,
    },
  ],
  [
    'a Japanese host',
    {
      ...{ from: 'postmaster@mx.example', subject: '配信エラーのお知らせ', headers: nullPath },
      text: `以下の宛先にメールを送信できませんでした。

宛先: ${lost}
理由: 550 User unknown`,
    },
  ],
  [
    'a Russian host',
    {
      ...{ from: 'mailer-daemon@corp.example', subject: 'Ваше сообщение не доставлено. Mail failure.' },
      text: `Это письмо создано автоматически сервером. К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:

${lost}
550 Message was not accepted -- invalid mailbox.`,
    },
  ],
  [
    'a Chinese host',
    {
      ...{ from: 'postmaster@qq.example', subject: '系统退信/Systems bounce' },
      text: `抱歉，您的邮件被退回来了……
收件人（${lost}）所属的邮箱地址不存在，邮件无法送达。
host mx.client.example said: 550 Mailbox not found`,
    },
  ],
  [
    'an Italian host',
    {
      ...{ from: 'postmaster@pec.example', subject: 'AVVISO DI MANCATA CONSEGNA: Ordine' },
      text: `Il messaggio indirizzato a ${lost} non è stato consegnato.
5.1.1 - Indirizzo non valido`,
    },
  ],
  [
    'a Portuguese host',
    {
      ...{ from: 'mailer-daemon@correio.example', subject: 'Falha na entrega da mensagem' },
      text: `A sua mensagem não pôde ser entregue ao destinatário:

<${lost}>
550 5.1.1 Utilizador desconhecido`,
    },
  ],
  [
    'a Polish host',
    {
      ...{ from: 'mailer-daemon@poczta.example', subject: 'Nie dostarczono wiadomości' },
      text: `Wiadomość nie została dostarczona do odbiorcy:

<${lost}>
550 5.1.1 Nie ma takiego użytkownika`,
    },
  ],
  [
    'Orange',
    {
      ...{ from: 'MAILER-DAEMON@orange.example', subject: 'Undelivered Mail Returned to Sender' },
      text: `Bonjour,
Votre message n'a pas pu être remis à l'un au moins de ses destinataires.

<${lost}>: host smtp-in.client.example said: 550 5.1.1 Adresse d au moins un destinataire invalide. (in reply to RCPT TO command)`,
    },
  ],
  [
    'Mimecast',
    {
      ...{ from: 'postmaster@eu.mimecast.example', subject: '[Postmaster] Email Delivery Failure' },
      text: `The following message to <${lost}> was undeliverable.
The reason for the problem:
5.1.0 - Unknown address error 550-'Invalid Recipient'`,
    },
  ],
  [
    'GroupWise',
    {
      ...{ from: 'Mailer-Daemon@corp.example', subject: 'Mail System Error - Returned Mail' },
      text: `The message that you sent was undeliverable to the following:
        ${lost} (user not found)`,
    },
  ],
  [
    'MDaemon',
    {
      ...{
        from: 'MDaemon@corp.example',
        name: 'MDaemon at corp.example',
        subject: 'Permanent Delivery Failure',
      },
      text: `The attached message had PERMANENT fatal delivery errors.

Failed address: ${lost}

RCPT To:<${lost}>
550 5.1.1 No such user here`,
    },
  ],
  [
    'hMailServer',
    {
      ...{ from: 'mailer-daemon@corp.example', subject: 'Message undeliverable: Votre commande' },
      text: `Your message did not reach some or all of the intended recipients.

The following recipient(s) could not be reached:

${lost}
   Error Type: SMTP
   Remote server (192.0.2.7) issued an error.
   hMailServer sent: RCPT TO:<${lost}>
   Remote server replied: 550 5.1.1 User unknown`,
    },
  ],
  [
    'SmarterMail',
    {
      ...{ from: 'postmaster@mail.example', name: 'System Administrator', subject: 'Delivery Failure' },
      text: `Could not deliver message to the following recipient(s):

Failed Recipient: ${lost}
Reason: Remote host said: 550 No such recipient`,
    },
  ],
  [
    'CommuniGate',
    {
      ...{ from: 'MAILER-DAEMON@corp.example', subject: 'Undeliverable mail: Votre commande' },
      text: `Failed to deliver to '${lost}'
SMTP module(domain client.example) reports:
 host mx.client.example says:
 550 5.1.1 unknown recipient`,
    },
  ],
  [
    'InterScan',
    {
      ...{ from: 'postmaster@gateway.example', subject: 'Mail could not be delivered' },
      text: `Sent <<< RCPT TO:<${lost}>
Received >>> 550 5.1.1 <${lost}>... user unknown
Could not deliver mail to this user.`,
    },
  ],
  [
    'an operator without a daemon’s address',
    {
      ...{
        from: 'admin@mail.example',
        name: 'Mail Administrator',
        subject: 'Mail System Error - Returned Mail',
      },
      text: `This Message was undeliverable due to the following reason:

The user(s) account is temporarily over quota.

<${lost}>`,
    },
  ],
  [
    'a gateway that only says that it failed',
    {
      ...{ from: 'mailer-daemon@corp.example', subject: 'There was an error sending your mail' },
      text: `We had trouble sending the mail you asked for.

1 error(s):

SMTP Server <client.example> refused to accept your message to <${lost}>, with the following message
550 5.1.1 unknown user`,
    },
  ],
]

describe('a bounce in words', () => {
  it.each(formats)('of %s is recognised, with its recipient', (_software, sample) => {
    const { verdict, report } = judged(sample)
    expect(verdict).toBe('bounce')
    expect(report?.recipients.map(({ address }) => address)).toEqual([lost])
  })

  it.each([
    ['Warning: could not send message for past 4 hours', 'Warning: message still undelivered after 4 hours'],
    ['Delivery delayed: Votre commande', 'Delivery to the following recipient has been delayed:'],
  ])('that says "%s" is a delay', (subject, first) => {
    const text = `${first}\n\n    ${lost}\n\nWill keep trying until message is 5 days old`
    const { verdict, report } = judged({ from: 'MAILER-DAEMON@mx.example', subject, text, headers: nullPath })
    expect(verdict).toBe('notice')
    expect(report?.recipients).toMatchObject([{ address: lost, kind: 'delayed' }])
  })

  it.each<[string, Partial<Sample>]>([
    ['asks what a bounce means', { from: 'claire@customer.example', subject: 'Undeliverable: Ma commande' }],
    [
      'forwards one',
      { from: 'claire@customer.example', subject: 'TR : Undelivered Mail Returned to Sender' },
    ],
    [
      'is an administrator',
      { from: 'admin@customer.example', subject: 'Question about our mail', name: 'Anna' },
    ],
    [
      'is a postmaster',
      {
        from: 'postmaster@customer.example',
        subject: 'Re: your mail server',
        name: 'Ben',
        inReplyTo: ['q@x'],
      },
    ],
  ])('is none when a person %s', (_what, changes) => {
    const text = `Bonjour,\n\nj'ai reçu ceci : 550 5.1.1 <${lost}> User unknown. Que faire ?\n\nClaire`
    expect(judged({ from: '', subject: '', text, ...changes }).verdict).toBe('person')
  })
})
