/** Words this short connect everything with everything. */
const minWordLength = 3

/**
 * Whether two base subjects speak of the same thing: equal, one inside the other, or half of their words in common.
 * A mail without a subject says nothing, so it is never another topic.
 */
export function isSameTopic(one: string, other: string): boolean {
  if (one === '' || other === '' || one.includes(other) || other.includes(one)) return true
  const [left, right] = [wordsOf(one), wordsOf(other)]
  const common = [...left].filter((word) => right.has(word)).length
  return common > 0 && common * 2 >= Math.min(left.size, right.size)
}

function wordsOf(subject: string): ReadonlySet<string> {
  return new Set(subject.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= minWordLength))
}
