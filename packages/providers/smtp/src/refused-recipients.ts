import { type RefusedRecipient, snippetOf } from '@guichet/core'
import type { SentReply } from './smtp-session.ts'

const maxReason = 200

/** Whom a server refused, and why: `550 5.1.1 No such user here`. */
export function refusedRecipients(refused: SentReply['refused']): readonly RefusedRecipient[] {
  return refused.map(({ address, reply }) => {
    const status = /^[45]\d\d[ -]([45]\.\d{1,3}\.\d{1,3})(?=\s|$)/.exec(reply)?.[1] ?? null
    return { address, status, reason: reasonOf(reply) }
  })
}

/** The words of a reply of one or several lines, without its codes. */
function reasonOf(reply: string): string {
  const words = reply
    .split('\n')
    .map((line) => line.replace(/^\d{3}(?:[ -](?:[245]\.\d{1,3}\.\d{1,3}(?:\s|$))?|$)/, '').trim())
    .filter((line) => line !== '')
    .join(' ')
  return snippetOf(words.replaceAll(/\p{Cc}/gu, ' '), maxReason)
}
