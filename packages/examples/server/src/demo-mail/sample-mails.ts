import { readdir, readFile } from 'node:fs/promises'
import { headerOf, type MailText, mailText } from './mail-text.ts'
import { datedFrom } from './relative-dates.ts'

export interface SampleMail {
  readonly text: MailText
  readonly date: Date
}

export interface SampleMails {
  /** Oldest first. */
  readonly inbox: readonly SampleMail[]
  readonly sent: readonly SampleMail[]
}

const folder = new URL('../../mail/', import.meta.url)

/** Reads the sample mails of `mail/inbox` and `mail/sent`, dated over the twenty days before `now`. */
export async function loadSampleMails(now: Date): Promise<SampleMails> {
  return { inbox: await loadFolder('inbox/', now), sent: await loadFolder('sent/', now) }
}

async function loadFolder(name: string, now: Date): Promise<readonly SampleMail[]> {
  const directory = new URL(name, folder)
  const files = (await readdir(directory)).filter((file) => file.endsWith('.eml'))
  const mails = await Promise.all(files.map((file) => loadMail(new URL(file, directory), now)))
  return mails.toSorted((left, right) => left.date.getTime() - right.date.getTime())
}

async function loadMail(file: URL, now: Date): Promise<SampleMail> {
  const text = datedFrom(now, mailText(await readFile(file)))
  return { text, date: new Date(headerOf(text, 'date')) }
}
