/** The number of the connected component of each item, where items that share a name are connected. */
export function componentsOf(names: readonly (readonly string[])[]): readonly number[] {
  const parents = names.map((_, index) => index)
  const rootOf = (index: number): number => {
    let root = index
    while (parents[root] !== root) root = parents[root] ?? root
    for (let one = index; one !== root; ) {
      const next = parents[one] ?? root
      parents[one] = root
      one = next
    }
    return root
  }
  const firstWith = new Map<string, number>()
  names.forEach((own, index) => {
    for (const name of own) {
      const first = firstWith.get(name)
      if (first === undefined) firstWith.set(name, index)
      else parents[rootOf(index)] = rootOf(first)
    }
  })
  return names.map((_, index) => rootOf(index))
}
