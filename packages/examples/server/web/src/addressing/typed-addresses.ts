import type { Address } from '../api/types.ts'

/**
 * The addresses in what somebody typed or pasted: `Ann <ann@x.example>, bob@x.example; eve@x.example`. What is none
 * stays as it is, for the server to say so.
 */
export function typedAddresses(text: string): readonly Address[] {
  return parts(text).flatMap((part): readonly Address[] => {
    const trimmed = part.trim()
    if (trimmed === '') return []
    const named = /^(?<name>.*?)\s*<(?<address>[^<>]*)>$/.exec(trimmed)?.groups
    if (named === undefined) return [{ name: '', address: trimmed }]
    const name = (named.name ?? '').replace(/^"(?<inner>.*)"$/, '$<inner>').replaceAll('\\"', '"')
    return [{ name, address: (named.address ?? '').trim() }]
  })
}

/** Apart at commas, semicolons and line ends, but not within quotes. */
function parts(text: string): readonly string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|[^",;\n\r])+/g) ?? []
}
