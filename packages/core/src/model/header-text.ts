import { GuichetError } from '../errors.ts'

/**
 * Returns a text that is safe inside one header line. Throws `invalid-input` for a line break, a control
 * character or a Unicode line separator: one of them would let a stranger's subject or name write headers
 * of its own. A tab is white space in a header (RFC 5322 §2.2) and becomes a space.
 */
export function headerText(field: string, value: string): string {
  const text = value.replaceAll('\t', ' ')
  if (!fitsHeader(text)) {
    throw new GuichetError('invalid-input', `${field} must be one line without control characters`, { field })
  }
  return text
}

/** Whether a text can stand in a header line as it is. */
export function fitsHeader(text: string): boolean {
  return ![...text].some(breaksHeader)
}

function breaksHeader(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return code < 0x20 || code === 0x7f || code === 0x85 || code === 0x2028 || code === 0x2029
}
