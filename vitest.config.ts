import { defineConfig } from 'vitest/config'

// Tests run on the sources: the private condition finds them, no build is needed. Otherwise packages are found as Node
// finds them: it knows no condition `module`, and some packages have files under it that only bundlers can load.
const source = { conditions: ['guichet-source', 'node', 'development|production'] }
const shared = { resolve: source, ssr: { resolve: source } }

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['packages/**/src/**/*.test.ts', 'tools/**/src/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.real.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          // Real servers: Dovecot, Postfix, Postgres, Chromium. One file at a time, each with servers of its own.
          name: 'real',
          include: ['packages/**/src/**/*.real.test.ts', 'tools/**/src/**/*.real.test.ts'],
          exclude: ['**/node_modules/**'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A page may take as long as any other step in a browser.
          expect: { poll: { timeout: 15_000 } },
          execArgv: ['--conditions=guichet-source'],
        },
      },
    ],
  },
})
