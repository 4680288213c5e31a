import { operations } from '@guichet/http'
import { clientMethods } from './client-methods.ts'

interface GeneratedFile {
  readonly url: URL
  readonly text: string
}

/** Everything that is made from the table of operations, as it should be. */
export function generatedFiles(): readonly GeneratedFile[] {
  return [{ url: new URL('packages/client/src/methods.ts', root), text: clientMethods(operations) }]
}

const root = new URL('../../../', import.meta.url)
