import type { MailLine } from './mail-line.ts'
import { deviceWords } from './words/device-names.ts'
import { deviceEndings, deviceLines, deviceOpeners } from './words/device-words.ts'
import { excuseWords, sentenceWords } from './words/sentence-words.ts'

const whole = new Set(deviceLines)
const shortWords = new Set(deviceWords.filter((word) => word.length <= 4))
const longWords = deviceWords.filter((word) => word.length > 4 || /[^\p{Script=Latin}]/u.test(word))
const ofSentences = new Set(sentenceWords)
const maxWords = 12

/** "Sent from my iPhone" and its kin; a sentence that only begins like it is none. */
export function isDeviceLine(line: MailLine): boolean {
  if (line.isBlank || line.isQuoted || line.folded.length > 160) return false
  const text = line.folded.replace(/^[<([•·—–-]+ ?/, '')
  if (whole.has(text.replace(/[.!]$/, ''))) return true
  if (!isOpened(text) && !isEnded(text)) return false
  const [device, rest] = parted(text)
  const names = namesDevice(device) || namesDevice(text)
  return names && (isExcuse(device) || !isSentence(device)) && (isExcuse(rest) || !isSentence(rest))
}

function isOpened(text: string): boolean {
  return (
    deviceOpeners.some((opener) => text.startsWith(opener)) || /^please excuse .{0,40}sent from /.test(text)
  )
}

function isEnded(text: string): boolean {
  if (text.length > 70) return false
  const end = text.replace(/[.。!)\]]+$/, '')
  return deviceEndings.some((ending) => end.endsWith(ending))
}

/** The device, and what is said behind it; addresses are neither. */
function parted(text: string): readonly [string, string] {
  const shown = text.replace(/[<(]?https?:[^ ]*/g, '').replace(/[\])>]/g, ' ')
  const at = shown.search(/[,.;!](?: |$)| {2}/)
  return at < 0 ? [shown, ''] : [shown.slice(0, at), shown.slice(at + 1)]
}

function namesDevice(text: string): boolean {
  if (longWords.some((word) => text.includes(word))) return true
  return text.split(/[^\p{L}\p{N}.]+/u).some((word) => shortWords.has(word.replace(/\.$/, '')))
}

function isSentence(text: string): boolean {
  const words = text.split(/[ ,]+/)
  return words.length > maxWords || words.some((word) => ofSentences.has(word.replace('’', "'")))
}

function isExcuse(text: string): boolean {
  return excuseWords.some((word) => text.includes(word))
}
