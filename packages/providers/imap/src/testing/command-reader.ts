/** A command as the client sent it: literals stand in the text as quoted strings. */
export interface ClientCommand {
  readonly tag: string
  /** Without the tag: `UID FETCH 1:5 (UID FLAGS)`. */
  readonly text: string
}

/** Cuts what a client sends into commands; asks for literals with `askForLiteral` (RFC 9051 §4.3). */
export function commandReader(
  onLine: (line: string) => void,
  askForLiteral: () => void,
): (bytes: Buffer) => void {
  let pending = ''
  let line = ''
  let literalLeft = 0
  // One step: a literal or a line; false when more bytes are needed.
  const step = (): boolean => {
    if (literalLeft > pending.length) return false
    if (literalLeft > 0) {
      line += JSON.stringify(pending.slice(0, literalLeft))
      pending = pending.slice(literalLeft)
      literalLeft = 0
    }
    const end = pending.indexOf('\r\n')
    if (end < 0) return false
    line += pending.slice(0, end)
    pending = pending.slice(end + 2)
    const announced = /\{(\d+)(\+?)\}$/.exec(line)
    if (announced === null) {
      onLine(line)
      line = ''
      return true
    }
    line = line.slice(0, announced.index)
    literalLeft = Number(announced[1])
    if (announced[2] === '') askForLiteral()
    return true
  }
  return (bytes) => {
    pending += bytes.toString('latin1')
    while (step());
  }
}

export function splitCommand(line: string): ClientCommand {
  const space = line.indexOf(' ')
  return space < 0 ? { tag: '', text: line } : { tag: line.slice(0, space), text: line.slice(space + 1) }
}

export type Token = string | readonly Token[]

/** Atoms, quoted strings and lists of a command; `BODY.PEEK[HEADER.FIELDS (X)]<0.5>` stays one atom. */
export function tokens(text: string): readonly Token[] {
  const root: Token[] = []
  const open: Token[][] = [root]
  const pattern = /\(|\)|"((?:[^"\\]|\\.)*)"|[^\s()"[]+(?:\[[^\]]*\](?:<[\d.]+>)?)?/g
  for (const match of text.matchAll(pattern)) {
    const current = open.at(-1) ?? root
    if (match[0] === '(') {
      const list: Token[] = []
      current.push(list)
      open.push(list)
    } else if (match[0] === ')') open.pop()
    else current.push(match[1] === undefined ? match[0] : match[1].replace(/\\(.)/g, '$1'))
  }
  return root
}
