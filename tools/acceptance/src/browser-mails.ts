export interface MailParts {
  readonly id: string
  readonly from: string
  readonly to?: string
  readonly subject: string
  readonly text: string
  readonly hour: number
  /** `text/plain` unless told. */
  readonly type?: string
  readonly headers?: readonly string[]
}

/** A mail as it lies on a server, with CRLF. */
export function mail(parts: MailParts): string {
  const { id, from, to = 'support@demo.test', subject, text, hour, type = 'text/plain', headers = [] } = parts
  const lines = [
    `Date: Thu, 19 Nov 2026 ${String(hour).padStart(2, '0')}:00:00 +0100`,
    `Message-ID: <${id}@demo.test>`,
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    ...headers,
    'MIME-Version: 1.0',
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: 8bit',
    '',
    text,
    '',
  ]
  return lines.join('\n').replaceAll('\n', '\r\n')
}

const claire = '"Claire Moreau" <claire@demo.test>'

/** A question and its sequel. */
export const thread: readonly string[] = [
  mail({
    ...{ id: 'devis-1', from: claire, subject: 'Devis pour une étagère en chêne', hour: 9 },
    text: 'Bonjour,\n\nCombien coûterait une étagère en chêne de 2 m ?\n\nClaire Moreau',
  }),
  mail({
    ...{ id: 'devis-2', from: claire, subject: 'Re: Devis pour une étagère en chêne', hour: 10 },
    headers: ['In-Reply-To: <devis-1@demo.test>', 'References: <devis-1@demo.test>'],
    text: 'J’oubliais : il la faudrait avant Noël.\n\nClaire',
  }),
]

export const newsletter: string = mail({
  ...{ id: 'lettre', from: 'Bois & Co <news@bois.test>', subject: 'Nos promotions d’automne', hour: 11 },
  headers: ['List-Id: <news.bois.test>', 'List-Unsubscribe: <https://bois.test/stop>', 'Precedence: bulk'],
  text: 'Le chêne à -20 % cette semaine.',
})

export const htmlOnly: string = mail({
  ...{ id: 'html', from: 'Paul Petit <paul@demo.test>', subject: 'Livraison de jeudi', hour: 12 },
  type: 'text/html',
  text: '<p>La livraison de <b>jeudi</b> est-elle maintenue&nbsp;?</p><p>Paul</p>',
})

/** Sender, subject and body that would run code and load pictures if any of them were taken for HTML. */
export function hostile(elsewhere: string): string {
  const attack = `<img src="${elsewhere}/x.png" onerror="document.title='hacked'"><script>document.title='hacked'</script>`
  return mail({
    ...{ id: 'hostile', from: `"<img src=x onerror=alert(1)>" <eve@demo.test>`, hour: 13 },
    subject: `<script>alert(1)</script><img src=${elsewhere}/subject.png>`,
    type: 'text/html',
    text: `<p>Bonjour ${attack}</p><style>@import '${elsewhere}/x.css';</style><svg onload="alert(1)"></svg><p>&lt;img src="${elsewhere}/text.png" onerror="alert(1)"&gt;</p><iframe src="${elsewhere}/frame"></iframe>`,
  })
}
