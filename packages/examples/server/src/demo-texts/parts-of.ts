/** How phones cut a long SMS: 153 characters in each part, or 67 where the text needs the larger alphabet. */
export function partsOf(text: string): readonly string[] {
  const isPlain = /^[\n\r -~àèéùìòÇ]*$/.test(text)
  const characters = [...text]
  if (characters.length <= (isPlain ? 160 : 70)) return [text]
  const size = isPlain ? 153 : 67
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  )
}
