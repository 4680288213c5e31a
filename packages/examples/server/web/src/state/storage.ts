/**
 * What this browser remembers. Storage can be full or forbidden; the page then works without a memory and
 * the console says so.
 */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + key)
    else localStorage.setItem(prefix + key, value)
  } catch (cause) {
    console.warn('guichet: this browser does not let the page remember', key, cause)
  }
}

/** What was remembered under a key; null when nothing was, or the browser forbids looking. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key)
  } catch (cause) {
    console.warn('guichet: this browser does not let the page remember', key, cause)
    return null
  }
}

const prefix = 'guichet.'
