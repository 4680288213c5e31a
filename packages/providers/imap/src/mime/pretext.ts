/** Longer ones say something, whatever they say. */
const longestPretext = 1000

/** What programs write in place of the text that they do not send. */
const seeHtml =
  /\bhtml\b.{0,80}\b(?:mail|message|e-?mail|courriel|client|reader|version|viewer|compatible|format)|\b(?:view|read|see|open|display|consulte[rz]|voir|affiche[rz]|lire|visualise[rz])\b.{0,60}\b(?:html|browser|navigateur|online|en ligne|web ?page)|(?:doesn't|does not|ne) .{0,20}(?:support|display|prend|affiche).{0,40}\bhtml\b/is
const longestNotice = 400

/**
 * Whether a plain alternative is no text of the mail: empty, less than a tenth of what the HTML says, or only words
 * about HTML. RFC 2046 §5.1.4 wants it to say the same; newsletters and shops know better.
 */
export function isPretext(plain: string, rich: string): boolean {
  const [said, shown] = [plain.trim(), rich.trim()]
  if (shown === '') return false
  if (said.length * 10 < shown.length) return said.length <= longestPretext
  // A question about a browser is a question: the HTML asks it as well.
  return said.length < longestNotice && seeHtml.test(said) && !folded(shown).includes(folded(said))
}

function folded(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

/** Whether a plain alternative says so much that nobody needs to look at the other, `size` bytes of it. */
export function isBeyondDoubt(plain: string, size: number): boolean {
  const said = plain.trim()
  if (said.length > longestPretext) return true
  return said !== '' && said.length * 10 >= size && !seeHtml.test(said.slice(0, longestNotice))
}
