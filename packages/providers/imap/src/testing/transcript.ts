/** What a transcript makes the server do in place of, or besides, the honest answer. */
export type TranscriptStep =
  | { readonly kind: 'send'; readonly text: string }
  /** The honest answer: all of it, only the untagged lines, or only the tagged one. */
  | { readonly kind: 'honest'; readonly part: 'all' | 'untagged' | 'tagged' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'drop' }
  | { readonly kind: 'stall' }

/** One command and what follows it. */
export interface Exchange {
  /** The command after its tag; `*` stands for anything, letter case does not matter. */
  readonly command: RegExp
  readonly steps: readonly TranscriptStep[]
}

/**
 * Reads a transcript. `C:` names a command, with `*` for anything; the lines below it are what the server does:
 * `S:` sends a line (`$tag` is the tag of the command, `literal()` puts a literal into it), `H:` sends the honest answer (`H: untagged`, `H: tagged`: that part), `wait 50` pauses so many
 * milliseconds, `drop` cuts the connection and `stall` never says anything again. Empty lines and lines that
 * begin with `#` are left out. Throws for a line that is none of these.
 */
export function readTranscript(text: string): readonly Exchange[] {
  const exchanges: { command: RegExp; steps: TranscriptStep[] }[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const [, directive = '', rest = ''] = /^(C:|S:|H:|wait\b|drop$|stall$)\s?(.*)$/.exec(line) ?? []
    const steps = exchanges.at(-1)?.steps
    if (directive === 'C:') exchanges.push({ command: commandPattern(rest), steps: [] })
    else if (steps === undefined) throw new Error(`line ${index + 1} of the transcript stands before any C:`)
    else if (directive === '') throw new Error(`line ${index + 1} of the transcript is none: ${line}`)
    else steps.push(stepOf(directive, rest.trim()))
  }
  return exchanges
}

function stepOf(directive: string, rest: string): TranscriptStep {
  switch (directive) {
    case 'S:':
      return { kind: 'send', text: rest }
    case 'H:':
      return { kind: 'honest', part: rest === 'untagged' || rest === 'tagged' ? rest : 'all' }
    case 'wait':
      return { kind: 'wait', ms: Number(rest) }
    case 'drop':
      return { kind: 'drop' }
    default:
      return { kind: 'stall' }
  }
}

function commandPattern(glob: string): RegExp {
  const escaped = glob.trim().replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*')}$`, 'is')
}

const literalMark = /\$literal\(([\w-]*)\)/g

/** A literal (RFC 9051 §4.3) inside a line of a transcript: `S: * 1 FETCH (UID 1 BODY[] ${literal(raw)})`. */
export function literal(content: string | Uint8Array): string {
  return `$literal(${Buffer.from(content).toString('base64url')})`
}

/** The bytes of a sent line, one character for each. */
export function expandLine(text: string, tag: string): string {
  return text.replaceAll('$tag', tag).replace(literalMark, (_, encoded: string) => {
    const bytes = Buffer.from(encoded, 'base64url').toString('latin1')
    return `{${bytes.length}}\r\n${bytes}`
  })
}
