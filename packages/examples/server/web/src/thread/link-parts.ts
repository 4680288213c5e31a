export interface LinkPart {
  readonly text: string
  readonly isLink: boolean
}

/** Cuts a text at its web addresses. Only http and https become links; a full stop at the end stays text. */
export function linkParts(text: string): readonly LinkPart[] {
  return text
    .split(/(https?:\/\/[^\s<>"]{1,2000}[^\s<>".,;:!?)\]}'])/i)
    .map((part, index) => ({ text: part, isLink: index % 2 === 1 }))
    .filter((part) => part.text !== '')
}
