/** Longer lines are prose: no rule needs to see more of them. */
const maxLength = 400

/** A line as word lists spell it: NFC, lower case, single blanks (also the unbreakable ones), no `*bold*`. */
export function foldLine(line: string): string {
  const cut = line.length > maxLength ? line.slice(0, maxLength) : line
  return (
    cut
      .normalize('NFC')
      .toLowerCase()
      // What Turkish capitals leave behind.
      .replace(/\u0307/g, '')
      .replace(/&nbsp;/g, ' ')
      .replace(/[*\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/g, '')
      .replace(/[\s\u00A0\u202F]+/g, ' ')
      .trim()
  )
}
