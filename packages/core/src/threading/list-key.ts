import { addressKey } from '../model/address.ts'
import type { ParsedMessage } from '../ports/channel.ts'
import { headerOf } from '../verdicts/headers.ts'

/** What list managers write besides List-Id (RFC 2919): Mailman, ezmlm, Yahoo Groups, majordomo. */
const otherHeaders = ['list-post', 'x-mailing-list', 'x-beenthere', 'mailing-list', 'x-loop-list']
const address = /[^\s<>"'();,:]+@[^\s<>"'();,]+/

/** The mailing list a message came through, as a participant; null when it came through none. */
export function listKey({ headers }: Pick<ParsedMessage, 'headers'>): string | null {
  const header = headerOf(headers, 'list-id')
  const id = /<([^<>]+)>/.exec(header)?.[1] ?? header
  if (id.trim() !== '') return `list:${addressKey(id)}`
  const other = otherHeaders.map((name) => address.exec(headerOf(headers, name))?.[0]).find(Boolean)
  return other === undefined ? null : `list:${addressKey(other)}`
}
