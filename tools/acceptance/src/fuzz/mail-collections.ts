import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unpackHam } from '@guichet-tools/real-servers'

const shared = fileURLToPath(new URL('../../../../../shared/', import.meta.url))
const folders = ['corpora', 'security/mime-bombs', 'security/postfix-mime']

/** Why the collections cannot be read, or null. */
export function collectionsMissing(): string | null {
  const missing = folders.map((folder) => join(shared, folder)).find((folder) => !existsSync(folder))
  return missing === undefined ? null : `${missing} is not on this machine`
}

/** Every mail of every collection, in a fixed order. */
export async function readCollections(): Promise<readonly Buffer[]> {
  const mails = folders.flatMap((folder) => mailsUnder(join(shared, folder)))
  const ham = await unpackHam()
  try {
    return [...mails, ...ham.files.map((file) => readFileSync(file))]
  } finally {
    ham.dispose()
  }
}

function mailsUnder(folder: string): readonly Buffer[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return names
    .filter((name) => /\.(?:eml|mbox|in\d?)$/.test(name))
    .map((name) => readFileSync(join(folder, name)))
}
