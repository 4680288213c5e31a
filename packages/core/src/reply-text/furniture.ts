import type { MailLine } from './mail-line.ts'
import { bannerWords, footerWords } from './words/furniture-words.ts'

const phrases = footerWords.filter((words) => words.includes(' '))
const singles = footerWords.filter((words) => !words.includes(' '))
const maxBannerLines = 8
const minSingles = 2
/** Lawyers are long and repeat themselves; "the recipient got nothing" is a customer. */
const minSingle = 90
const wrapped = 60

/** Does a paragraph, folded and joined, say what lawyers, printers and virus scanners say? */
export function isFooter(paragraph: string): boolean {
  if (phrases.some((words) => paragraph.includes(words))) return true
  if (paragraph.length < minSingle || paragraph.includes('?')) return false
  return singles.filter((word) => paragraph.includes(word)).length >= minSingles
}

/** How many of the first lines are a warning that a mail server put above the mail. */
export function bannerLength(lines: readonly MailLine[]): number {
  let end = 0
  let isOpen = false
  for (const [index, line] of lines.slice(0, maxBannerLines).entries()) {
    if (line.isBlank || /^[-_*=]+$/.test(line.folded)) {
      if (end > 0) end = index + 1
      isOpen = false
      continue
    }
    if (!isOpen && !saysBanner(line)) break
    end = index + 1
    isOpen = line.folded.length >= wrapped && !/[.!>\])]$/.test(line.folded)
  }
  return end
}

function saysBanner({ folded }: MailLine): boolean {
  return bannerWords.some((words) => folded.includes(words))
}
