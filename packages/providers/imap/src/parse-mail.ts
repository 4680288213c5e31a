import { GuichetError, type ParsedMessage, type RawMessage } from '@guichet/core'
import { type MailContent, readCarefully } from './mime/careful-reader.ts'
import { isDoubtful } from './mime/doubts.ts'
import { createFingerprint } from './mime/fingerprint.ts'
import { firstHeader } from './mime/header-block.ts'
import { readHeaderFields } from './mime/header-fields.ts'
import { withLineFeeds } from './mime/line-ends.ts'
import { bytesToLookInside, mailFiles } from './mime/mail-files.ts'
import type { Part } from './mime/part.ts'
import { createPartWalker } from './mime/part-walker.ts'
import { readReport } from './mime/report.ts'
import { readText } from './mime/tnef-body.ts'
import { asBuffer, piecesOf } from './mime/walk-mail.ts'

/**
 * Reads one raw mail, in memory or as a stream of any length: linear time, bounded memory, no network. What is
 * damaged is read as far as it goes; only what has no header line at all throws `unparsable`.
 */
export async function parseMail(raw: RawMessage): Promise<ParsedMessage> {
  const fingerprint = createFingerprint()
  const walker = createPartWalker(fingerprint.update, { keep: bytesToLookInside })
  const input = withLineFeeds(walker.push)
  for await (const chunk of piecesOf(raw)) input.push(asBuffer(chunk))
  input.end()
  const { head: lines, root } = walker.finish()
  if (lines.length === 0) throw new GuichetError('unparsable', 'this is no mail: it has no header line')
  const fields = readHeaderFields(lines)
  const [from, date] = [firstHeader(lines, 'from') ?? '', firstHeader(lines, 'date') ?? '']
  const report = readReport(root)
  return {
    ...fields,
    ...(report === null ? {} : { report }),
    externalId: fingerprint.finish(fields.mailId ?? '', from, date),
    ...(await readContent(root, raw.bytes)),
  }
}

async function readContent(root: Part, bytes: Uint8Array | null): Promise<MailContent> {
  const walked = {
    text: readText(root),
    attachments: mailFiles(root).map(({ attachment }) => attachment),
  }
  // mailparser holds every text in memory at once, so that what is too large for memory is not given to it.
  if (bytes === null || !isDoubtful(root)) return walked
  // It gives up at its own limits (a thousand parts, say). What our walk made of such a mail is still worth
  // showing, and the error says nothing a person could act on.
  const careful = await readCarefully(asBuffer(bytes)).catch(() => walked)
  return careful.text.trim() === '' ? walked : careful
}
