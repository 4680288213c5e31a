export interface MailFields {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Without angle brackets; null for a mail without one. */
  readonly mailId: string | null
  readonly references?: readonly string[]
  readonly extra?: readonly string[]
  readonly date?: Date
}

/** A small plain mail, with CRLF as on the wire. */
export function mailText(fields: MailFields): string {
  const references = fields.references ?? []
  const date = fields.date ?? new Date(1_750_000_000_000)
  return [
    `From: ${fields.from}`,
    `To: ${fields.to}`,
    `Subject: ${fields.subject}`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    ...(fields.mailId === null ? [] : [`Message-ID: <${fields.mailId}>`]),
    ...(references.length === 0
      ? []
      : [
          `In-Reply-To: <${references.at(-1)}>`,
          `References: ${references.map((id) => `<${id}>`).join('\r\n ')}`,
        ]),
    ...(fields.extra ?? []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    fields.text,
    '',
  ].join('\r\n')
}
