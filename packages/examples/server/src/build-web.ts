import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const webFolder = fileURLToPath(new URL('../web', import.meta.url))
const outFolder = fileURLToPath(new URL('../dist/web', import.meta.url))

/** Builds the web inbox when it was never built or its sources are newer. Returns the folder to serve. */
export async function buildWeb(): Promise<string> {
  if (newest(webFolder) <= builtAt()) return outFolder
  const { build } = await import('vite')
  await build({ root: webFolder, configFile: join(webFolder, 'vite.config.ts'), logLevel: 'warn' })
  return outFolder
}

function newest(folder: string): number {
  const times = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
    (name) => statSync(join(folder, name)).mtimeMs,
  )
  return Math.max(...times)
}

function builtAt(): number {
  return statSync(join(outFolder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
}
