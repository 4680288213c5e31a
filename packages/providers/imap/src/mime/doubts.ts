import { isBarren, type Part } from './part.ts'

/** Whether our walk may have misread the structure: a multipart without parts, a text in an unknown encoding. */
export function isDoubtful(part: Part): boolean {
  return isBarren(part) || (part.isBody && part.encoding === null) || part.children.some(isDoubtful)
}
