/** A message as far as it says what it answers. */
export interface Answering {
  readonly mailId: string | null
  readonly inReplyTo: readonly string[]
  /** Oldest first. */
  readonly references: readonly string[]
  readonly at: Date
}

/** A message with what answers it; null stands for one that was only referred to. */
export interface ReplyTree<Item> {
  readonly message: Item | null
  readonly answers: readonly ReplyTree<Item>[]
}

interface Container<Item> {
  message: Item | null
  parent: Container<Item> | null
  readonly children: Set<Container<Item>>
}

/**
 * Which message answers which: the REFERENCES algorithm of RFC 5256 without its merging of equal subjects, which a
 * helpdesk must not do. Ids that were only referred to hold their answers together; circles are cut where they close.
 */
export function replyTrees<Item extends Answering>(messages: readonly Item[]): readonly ReplyTree<Item>[] {
  const byId = new Map<string, Container<Item>>()
  const all = new Set<Container<Item>>()
  const create = (message: Item | null): Container<Item> => {
    const container: Container<Item> = { message, parent: null, children: new Set() }
    all.add(container)
    return container
  }
  const named = (id: string): Container<Item> => {
    const known = byId.get(id) ?? create(null)
    byId.set(id, known)
    return known
  }
  for (const message of messages) {
    const ancestors = ancestorsOf(message).map(named)
    ancestors.forEach((ancestor, index) => {
      const parent = ancestors[index - 1]
      // What a message says of itself counts more than what others say of it.
      if (parent !== undefined && ancestor.parent === null) adopt(parent, ancestor)
    })
    const known = message.mailId === null ? null : named(message.mailId)
    // Of two mails with one id the second counts as one without.
    const own = known === null || known.message !== null ? create(null) : known
    own.message = message
    const parent = ancestors.at(-1)
    if (parent === undefined) continue
    leave(own)
    adopt(parent, own)
  }
  const roots = [...all].filter(({ parent }) => parent === null)
  return inOrder(roots.flatMap((root) => pruned(root, true)))
}

function ancestorsOf({ mailId, references, inReplyTo }: Answering): readonly string[] {
  const ids = references.length > 0 ? references : inReplyTo.slice(0, 1)
  return [...new Set(ids)].filter((id) => id !== mailId)
}

function adopt<Item>(parent: Container<Item>, child: Container<Item>): void {
  for (let one: Container<Item> | null = parent; one !== null; one = one.parent) if (one === child) return
  child.parent = parent
  parent.children.add(child)
}

function leave<Item>(child: Container<Item>): void {
  child.parent?.children.delete(child)
  child.parent = null
}

/** Without those who were only referred to, unless they hold several trees together. */
function pruned<Item extends Answering>(
  { message, children }: Container<Item>,
  isRoot: boolean,
): readonly ReplyTree<Item>[] {
  const answers = inOrder([...children].flatMap((child) => pruned(child, false)))
  if (message === null && (answers.length < 2 || !isRoot)) return answers
  return [{ message, answers }]
}

function inOrder<Item extends Answering>(trees: readonly ReplyTree<Item>[]): readonly ReplyTree<Item>[] {
  return trees.toSorted((one, other) => startOf(one) - startOf(other))
}

function startOf<Item extends Answering>({ message, answers }: ReplyTree<Item>): number {
  const [first] = answers
  if (message !== null) return message.at.getTime()
  return first === undefined ? 0 : startOf(first)
}

/** These messages and all that answers them, however indirectly. */
export function withAnswers<Item extends Answering>(
  trees: readonly ReplyTree<Item>[],
  isWanted: (message: Item) => boolean,
): readonly Item[] {
  return trees.flatMap(({ message, answers }) =>
    message !== null && isWanted(message)
      ? [message, ...withAnswers(answers, () => true)]
      : withAnswers(answers, isWanted),
  )
}
