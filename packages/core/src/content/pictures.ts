import type { RawPicture } from '../ports/channel.ts'
import { sniffedBytes, sniffType } from './sniff-type.ts'

/** All pictures of one message together; what does not fit is still listed as a file. */
const maxPictureBytes = 6 * 1024 * 1024

/**
 * Finds the pictures of a mail by what its HTML calls them, as `data:` addresses, so that showing a mail asks nobody for
 * anything. Only what is a picture by its bytes is one.
 */
export async function pictureFinder(
  pictures: readonly RawPicture[],
): Promise<(reference: string) => string | null> {
  const addresses = new Map<string, string>()
  let bytesLeft = maxPictureBytes
  for (const { references, bytes } of pictures) {
    if (bytes.byteLength > bytesLeft) continue
    const { contentType, isPicture } = await sniffType(bytes.subarray(0, sniffedBytes))
    if (!isPicture) continue
    bytesLeft -= bytes.byteLength
    const address = `data:${contentType};base64,${Buffer.from(bytes).toString('base64')}`
    // The first of two with one name is what mail programs show.
    for (const reference of references.map(plainReference)) {
      if (reference !== '' && !addresses.has(reference)) addresses.set(reference, address)
    }
  }
  return (reference) => addresses.get(plainReference(reference)) ?? null
}

/** Senders escape references on one side only. */
function plainReference(reference: string): string {
  const trimmed = reference.trim().replace(/^<|>$/g, '')
  try {
    return decodeURIComponent(trimmed).toLowerCase()
  } catch {
    return trimmed.toLowerCase()
  }
}
