import type { Answering, ReplyTree } from '../../../packages/core/src/threading/reply-tree.ts'

export interface Subject {
  readonly base: string
  /** Marked as an answer or a forward. */
  readonly isDerived: boolean
}

type Tree<Item> = ReplyTree<Item>

/** RFC 5256 §3, step 5: threads of one base subject become one. */
export function mergeSubjects<Item extends Answering>(
  trees: readonly Tree<Item>[],
  subjectOf: (message: Item) => Subject,
): readonly Tree<Item>[] {
  const subject = ({ message, answers }: Tree<Item>): Subject => {
    const first = message ?? answers[0]?.message ?? null
    return first === null ? { base: '', isDerived: false } : subjectOf(first)
  }
  const heads = new Map<string, Tree<Item>>()
  for (const tree of trees) {
    const { base, isDerived } = subject(tree)
    const head = heads.get(base)
    const isBetter =
      head === undefined ||
      (tree.message === null && head.message !== null) ||
      (head.message !== null && subject(head).isDerived && !isDerived)
    if (base !== '' && isBetter) heads.set(base, tree)
  }
  return trees.flatMap((tree) => {
    const { base } = subject(tree)
    const head = heads.get(base)
    if (head === undefined) return [tree]
    if (head !== tree) return []
    const others = trees.filter((other) => other !== head && subject(other).base === base)
    return [others.reduce((merged, other) => joined(merged, other, subject), head)]
  })
}

function joined<Item>(
  head: Tree<Item>,
  other: Tree<Item>,
  subject: (tree: Tree<Item>) => Subject,
): Tree<Item> {
  if (head.message === null) {
    const added = other.message === null ? other.answers : [other]
    return { ...head, answers: [...head.answers, ...added] }
  }
  if (subject(other).isDerived && !subject(head).isDerived) {
    return { ...head, answers: [...head.answers, other] }
  }
  return { message: null, answers: [head, other] }
}
