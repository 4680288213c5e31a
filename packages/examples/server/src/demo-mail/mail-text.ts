/**
 * A mail as one character per byte, which is how hoodiecrow keeps it and how a header can be read without
 * touching a body in another character set.
 */
export type MailText = string

export function mailText(raw: string | Uint8Array): MailText {
  return Buffer.from(raw).toString('latin1').replace(/\r?\n/g, '\r\n')
}

/** The value of a header field on one line, as it was written (words stay encoded); empty when it is absent. */
export function headerOf(mail: MailText, name: string): string {
  const head = mail.slice(0, mail.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const prefix = `${name.toLowerCase()}:`
  const line = head.split('\r\n').find((candidate) => candidate.toLowerCase().startsWith(prefix))
  return line === undefined ? '' : line.slice(prefix.length).trim()
}

/** The ids of a Message-ID, In-Reply-To or References field, with their angle brackets. */
export function idsOf(mail: MailText, name: string): readonly string[] {
  return headerOf(mail, name).match(/<[^<>\s]+>/g) ?? []
}

/** The addresses of a From or To field, lower case. */
export function addressesOf(mail: MailText, name: string): readonly string[] {
  return (
    headerOf(mail, name)
      .toLowerCase()
      .match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? []
  )
}
