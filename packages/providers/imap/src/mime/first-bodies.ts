import { decodePart } from './body-text.ts'
import type { Part } from './part.ts'

/** What a mail offers to be read, of each kind the first. */
export interface FirstBodies {
  /** Null where no part is plain text. */
  readonly text: string | null
  /** As it came: nothing of it is safe to show. Null where no part is HTML. */
  readonly html: string | null
}

/** The first plain text and the first HTML of a mail, wherever they stand (RFC 8621 §4.1.4). */
export function firstBodies(root: Part): FirstBodies {
  const bodies = bodyParts(root)
  const first = (type: string): string | null => {
    const part = bodies.find(({ contentType }) => contentType === type)
    return part === undefined ? null : decodePart(part)
  }
  return { text: first('text/plain'), html: first('text/html') }
}

function bodyParts(part: Part): readonly Part[] {
  return part.isBody ? [part] : part.children.flatMap(bodyParts)
}
