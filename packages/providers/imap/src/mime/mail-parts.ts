import type { AttachedMail, CalendarEvent, MailParts } from '@guichet/core'
import { cleanText } from '@guichet/core'
import { readAddresses } from './addresses.ts'
import { decodePart } from './body-text.ts'
import { readCalendarEvent } from './calendar-event.ts'
import { isDoubtful } from './doubts.ts'
import { firstHeader } from './header-block.ts'
import { readHeaderFields } from './header-fields.ts'
import { withLineFeeds } from './line-ends.ts'
import { readMailDate } from './mail-date.ts'
import { bytesToLookInside, mailFiles } from './mail-files.ts'
import { type Part, type PartHeaders, partName } from './part.ts'
import { createPartWalker } from './part-walker.ts'
import { readProtection } from './protection.ts'
import { decodeTransfer } from './transfer-encoding.ts'

const maxCalendarBytes = 256 * 1024
const maxCalendars = 4
const maxMails = 50
const maxFiles = 50

/** What a mail holds besides its text: its event, its protection, the mails within it. */
export function readMailParts(root: Part, text: string): MailParts {
  // The files of a mail whose structure is in doubt are counted by another reader.
  const all = mailFiles(root)
  const files = isDoubtful(root) ? [] : all
  return {
    event: readEvent(all.map(({ part }) => part)),
    protection: readProtection(root, text),
    mails: files
      .flatMap(({ part }, attachment) => (isMail(part) ? [attachedMail(part, attachment)] : []))
      .slice(0, maxMails),
  }
}

/** How many bytes of a part it takes to say that. */
export function bytesForParts(part: PartHeaders): number {
  return Math.max(bytesToLookInside(part), isCalendar(part) ? maxCalendarBytes : 0)
}

function isCalendar(part: PartHeaders): boolean {
  return /^(?:text\/calendar|application\/ics)$/.test(part.contentType) || /\.ics$/i.test(partName(part))
}

function isMail({ contentType }: PartHeaders): boolean {
  return contentType === 'message/rfc822' || contentType === 'message/global'
}

/** An invitation stands in the alternative and once more as a file: the first that can be read speaks for both. */
function readEvent(parts: readonly Part[]): CalendarEvent | null {
  for (const part of parts.filter(isCalendar).slice(0, maxCalendars)) {
    if (part.size <= maxCalendarBytes) {
      const event = readCalendarEvent(decodePart(part), part.typeParameters.get('method') ?? null)
      if (event !== null) return event
    }
  }
  return null
}

function attachedMail(part: Part, attachment: number): AttachedMail {
  const walker = createPartWalker(() => undefined, { keep: bytesToLookInside })
  const input = withLineFeeds(walker.push)
  input.push(decodeTransfer(part.content, part.encoding ?? 'identity'))
  input.end()
  const { head, root } = walker.finish()
  const from = readAddresses(firstHeader(head, 'from') ?? '')[0]
  return {
    attachment,
    subject: cleanText(readHeaderFields(head).subject, 998),
    from: from === undefined ? null : { name: from.name, address: from.address },
    date: readMailDate(firstHeader(head, 'date') ?? '')?.toISOString() ?? null,
    files: mailFiles(root)
      .slice(0, maxFiles)
      .map(({ attachment: { name } }) => name),
  }
}
