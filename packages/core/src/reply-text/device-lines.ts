import type { MailLine } from './mail-line.ts'
import { isProse } from './prose.ts'
import { deviceOpeners, deviceWords } from './words/device-words.ts'

/** "Sent from my iPhone" and its kin; a sentence that only begins like it is none. */
export function isDeviceLine(line: MailLine): boolean {
  if (line.isBlank || line.isQuoted || line.folded.length > 160) return false
  const text = line.folded.replace(/^[<([•·—–-]+ ?/, '')
  return deviceOpeners.some((opener) => text.startsWith(opener)) && namesDevice(text)
}

function namesDevice(text: string): boolean {
  const first = text.split(/[,.;]|<http|https?:/, 1)[0] ?? ''
  if (/ (?:is|was|were|are|to all|to you|est|sind) /.test(text)) return false
  return deviceWords.some((word) => first.includes(word)) && !isProse(first)
}
