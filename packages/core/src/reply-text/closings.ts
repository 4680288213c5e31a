import type { MailLine } from './mail-line.ts'
import { isName } from './prose.ts'
import { closingWords } from './words/closing-words.ts'

const closings = new Set(closingWords)

/** A good-bye on a line of its own, perhaps with the name behind it: "Cordialement," or "Regards, Ann". */
export function isClosing(line: MailLine): boolean {
  if (line.isBlank || line.isQuoted || line.folded.length > 80) return false
  const text = trimSigns(line.folded)
  if (closings.has(text)) return true
  const comma = text.search(/[,،、!.]/)
  return comma > 0 && closings.has(trimSigns(text.slice(0, comma))) && isName(text.slice(comma + 1).trim())
}

/**
 * A good-bye that is a sentence: "Thanks in advance for your help,", "Veuillez agréer, Madame, mes salutations
 * distinguées." It is one only above a name.
 */
export function isFormalClosing(line: MailLine): boolean {
  if (line.isBlank || line.isQuoted || line.folded.length > 160) return false
  if (formal.test(line.folded)) return true
  const words = line.folded.split(' ')
  if (words.length > 9 || !/[,.!]$/.test(line.folded)) return false
  return [4, 3, 2, 1].some((count) => closings.has(words.slice(0, count).join(' ')))
}

const formal =
  /(?:agréer|croire|recevez|recevoir).*(?:salutations|sentiments|considération|respects)|salutations distinguées|yours (?:sincerely|faithfully|truly)|verbleibe ich mit|le saluda|reciba un cordial saludo|porgo .*saluti|com os melhores cumprimentos/

/** A name after a dash, the shortest way to sign: "-Ann". */
export function isDashedName(line: MailLine): boolean {
  return (
    !line.isQuoted &&
    /^[-–—~] ?\p{L}[\p{L}.' -]{0,30}$/u.test(line.folded) &&
    line.folded.split(' ').length <= 4
  )
}

function trimSigns(text: string): string {
  let end = text.length
  while (end > 0 && !/[\p{L}\p{N})]/u.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}
