/** Writes maps and remembers how to undo it, so that a rollback costs what was written and not what is stored. */
export interface Journal {
  set<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void
  delete<Key, Value>(map: Map<Key, Value>, key: Key): void
  hasChanges(): boolean
  rollback(): void
}

export function createJournal(): Journal {
  const undo: (() => void)[] = []

  function remember<Key, Value>(map: Map<Key, Value>, key: Key): void {
    const before = map.get(key)
    undo.push(before === undefined ? () => map.delete(key) : () => map.set(key, before))
  }

  return {
    set(map, key, value) {
      remember(map, key)
      map.set(key, value)
    },
    delete(map, key) {
      if (!map.has(key)) return
      remember(map, key)
      map.delete(key)
    },
    hasChanges: () => undo.length > 0,
    rollback() {
      for (const step of undo.splice(0).reverse()) step()
    },
  }
}
