/** What came of one case of a collection. */
export interface Outcome {
  readonly name: string
  readonly passed: boolean
  /** A wanted line is missing from what the product shows: the fault that counts. */
  readonly lost: boolean
  readonly wanted: string
  readonly got: string
}

/** One case as it was understood: what the collection's convention shows, and what the product shows. */
export interface Shown {
  readonly got: string
  readonly product: string
}

/** White space folded, line by line. */
export function normalize(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Compares a whole text, and looks for wanted lines that the product would not show. */
export function compare(name: string, wanted: string, { got, product }: Shown): Outcome {
  return { name, passed: normalize(wanted) === normalize(got), lost: isLost(wanted, product), wanted, got }
}

/** Is a line of a wanted text missing, or out of its order? Blanks do not count: mail programs break lines at will. */
export function isLost(wanted: string, product: string): boolean {
  const shown = dense(product)
  let from = 0
  for (const line of wanted.split(/\r?\n/).map(dense)) {
    const at = shown.indexOf(line, from)
    if (at === -1) return true
    from = at + line.length
  }
  return false
}

/** A text without white space. */
export function dense(text: string): string {
  return text.replace(/\s+/g, '')
}
