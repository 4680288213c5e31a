/** An address in running text; bounded, so that a long line without one costs linear time. */
const address = /(?<![\w.+%=/-])[\w.!#$%&'*+/=?^{|}~-]{1,64}@[a-z0-9][\w-]{0,62}(?:\.[\w-]{1,63}){0,8}/giu

/** The addresses of a text in order; dots and quotes around them are not part of them. */
export function addressesIn(text: string): readonly string[] {
  if (!text.includes('@')) return []
  return [...text.matchAll(address)].map(([found]) => found.replace(/^['"*=./]+/, '').replace(/[.'*-]+$/, ''))
}
