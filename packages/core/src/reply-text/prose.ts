const maxWords = 12
const maxLength = 80
/** Scripts without blanks say in thirty signs what others need eighty for. */
const maxDense = 30

/** Is this long enough to be a sentence rather than a name, a title or an address? */
export function isProse(text: string): boolean {
  if (text.length > maxLength) return true
  if (text.length > maxDense && /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}]{30}/u.test(text))
    return true
  return text.split(' ').length > maxWords
}

/** Could this be a person's name? */
export function isName(text: string): boolean {
  return text.length <= 40 && !/[\d@/:?|=\\]/.test(text) && text.split(' ').length <= 5 && /\p{L}/u.test(text)
}
