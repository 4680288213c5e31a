/** One TypeScript block of a Markdown document. */
export interface CodeBlock {
  readonly line: number
  readonly code: string
}

const fence = /^```ts\n([\s\S]*?)^```$/gm

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(fence)].map(({ 1: code = '', index }) => ({
    line: markdown.slice(0, index).split('\n').length,
    code,
  }))
}
