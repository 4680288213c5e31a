/** Properties that change how a text looks and nothing else: no position, no overlay, no generated content. */
const properties = new Set([
  ...[
    'color',
    'background-color',
    'font',
    'font-family',
    'font-size',
    'font-style',
    'font-weight',
    'font-variant',
  ],
  ...['line-height', 'letter-spacing', 'text-align', 'text-decoration', 'text-indent', 'text-transform'],
  ...['vertical-align', 'white-space', 'word-break', 'overflow-wrap', 'direction', 'list-style-type'],
  ...['width', 'max-width', 'min-width', 'height', 'max-height', 'min-height', 'table-layout', 'display'],
  ...['margin', 'margin-top', 'margin-right', 'margin-bottom', 'margin-left'],
  ...['padding', 'padding-top', 'padding-right', 'padding-bottom', 'padding-left'],
  ...['border', 'border-top', 'border-right', 'border-bottom', 'border-left', 'border-color', 'border-style'],
  ...['border-width', 'border-radius', 'border-collapse', 'border-spacing', 'box-sizing', 'opacity'],
])

/** No quotes but around names, no escapes, no comments; of the functions only colours and sums. */
const valueShape = /^(?:[\w#%.,!'"+\s-]|\b(?:rgba?|hsla?|calc)\([\d\s.,%+*/a-z-]*\))*$/i
const remoteValue = /url\s*\(|image-set\s*\(|image\s*\(|cross-fade\s*\(|\/\//i
/** A longer style attribute is read up to here: its time is bounded, and no mail program writes one. */
const maxStyleLength = 4_000

export interface SafeStyle {
  /** What is left, ready for the attribute. */
  readonly style: string
  /** Declarations that would have fetched something. */
  readonly remote: number
}

/**
 * What of a style attribute may stay: known properties with plain values. A declaration with a backslash, a comment, a
 * custom property or a function that may fetch is left out, so that no reading of CSS can see more in it than this one.
 */
export function safeStyle(style: string): SafeStyle {
  const declarations = style.slice(0, maxStyleLength).split(';')
  const kept = declarations.flatMap((declaration) => {
    const colon = declaration.indexOf(':')
    const name = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase()
    const value = declaration.slice(colon + 1).trim()
    return properties.has(name) && valueShape.test(value) ? [`${name}:${value}`] : []
  })
  const remote = declarations.filter((declaration) => remoteValue.test(declaration)).length
  return { style: kept.join(';'), remote }
}
