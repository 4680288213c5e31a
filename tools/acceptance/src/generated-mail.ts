import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mailText } from './mail-text.ts'
import { below, seededRandom } from './seeded-random.ts'

/** What no parser can make a mail of: there is no header line. */
export const unparsableMail = '\r\nthis has no header line at all, and never had one\r\n'

/**
 * About `count` mails of a shop's mailbox as it grows over years: threads whose answers refer to each other, newsletters,
 * automatic answers, mails without Message-ID, one Message-ID used for different mails, the same mail several times,
 * and one that cannot be parsed. The same seed makes the same mails.
 */
export function generateMails(count: number, seed: number): readonly string[] {
  const random = seededRandom(seed)
  const mails: string[] = []
  const threads: { readonly subject: string; readonly customer: string; readonly ids: string[] }[] = []
  const makers = [newThread, answer, answer, answer, newsletter, automatic, withoutId, sharedId, again]
  while (mails.length < count - 1) {
    const make = makers[below(random, makers.length)] ?? newThread
    mails.push(make(mails.length))
  }
  mails.splice(Math.floor(count / 3), 0, unparsableMail)
  return mails

  function mail(number: number, fields: Partial<Parameters<typeof mailText>[0]>): string {
    return mailText({
      from: `Customer ${number} <customer${number}@example.net>`,
      to: 'support@shop.test',
      subject: `Question ${number}`,
      text: `Bonjour, ceci est le message ${number} : ça, là, où.\r\n${'Some more words. '.repeat(below(random, 60))}`,
      mailId: `mail-${number}-${seed}@example.net`,
      date: new Date(1_600_000_000_000 + number * 3_600_000),
      ...fields,
    })
  }
  function newThread(number: number): string {
    const thread = {
      subject: `Order ${number}`,
      customer: `Ann ${number} <ann${number}@example.org>`,
      ids: [id(number)],
    }
    threads.push(thread)
    return mail(number, { from: thread.customer, subject: thread.subject })
  }
  function answer(number: number): string {
    const thread = threads[below(random, threads.length)]
    if (thread === undefined) return newThread(number)
    const references = [...thread.ids]
    thread.ids.push(id(number))
    return mail(number, { from: thread.customer, subject: `Re: ${thread.subject}`, references })
  }
  function newsletter(number: number): string {
    const extra = [
      'List-Id: <news.example.com>',
      'List-Unsubscribe: <mailto:off@example.com>',
      'Precedence: bulk',
    ]
    return mail(number, { from: 'News <news@example.com>', extra })
  }
  function automatic(number: number): string {
    return mail(number, { subject: 'Absent du bureau', extra: ['Auto-Submitted: auto-replied'] })
  }
  function withoutId(number: number): string {
    return mail(number, { mailId: null })
  }
  /** Broken programs use one id for all their mails. */
  function sharedId(number: number): string {
    return mail(number, { from: 'Scanner <scanner@example.com>', mailId: 'always-the-same@scanner.example' })
  }
  function again(number: number): string {
    return mails[below(random, mails.length)] ?? newThread(number)
  }
  function id(number: number): string {
    return `mail-${number}-${seed}@example.net`
  }
}

/** Writes mails to files, in order; returns their paths. */
export async function writeMails(folder: string, mails: readonly string[]): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  const files = mails.map((_mail, index) => join(folder, `${String(index).padStart(5, '0')}.eml`))
  for (const [index, file] of files.entries()) await writeFile(file, mails[index] ?? '')
  return files
}
