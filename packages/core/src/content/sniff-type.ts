import { fileTypeFromBuffer } from 'file-type'

/** As many bytes as any signature needs. */
export const sniffedBytes = 4_100

/** Pictures a browser may show: no format among them can hold a script. */
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Signatures of programs, which no name makes harmless. */
const programs = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-ms-shortcut',
  'application/java-vm',
  'application/x-msi',
])

export interface SniffedType {
  /** What the bytes say, or null where they have no signature. */
  readonly contentType: string | null
  /** The usual ending of its name; null where the bytes have no signature. */
  readonly extension: string | null
  readonly isPicture: boolean
  readonly isProgram: boolean
}

/** What a file is by its first bytes, whatever its name and its sender say. */
export async function sniffType(start: Uint8Array): Promise<SniffedType> {
  // A signature that is broken off is none.
  const found = await fileTypeFromBuffer(start).catch(() => undefined)
  const contentType = found?.mime ?? null
  const isProgram =
    (contentType !== null && programs.has(contentType)) || (start[0] === 0x4d && start[1] === 0x5a)
  const extension = found?.ext ?? null
  return { contentType, extension, isPicture: contentType !== null && pictures.has(contentType), isProgram }
}
