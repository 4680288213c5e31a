/** One import of a source file: what it asks for, and whether only types are taken. */
export interface Import {
  readonly specifier: string
  readonly typesOnly: boolean
}

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, at the start of a line; Biome keeps them in this shape. */
const statement = /^(import|export)(\s+type)?\s(?:[^'";=]*?\sfrom\s)?\s*['"]([^'"]+)['"]/gm

/** `import('x')`, as a value or in a type. */
const call = /(\btypeof\s+|:\s*)?\bimport\(\s*['"]([^'"]+)['"]/g

/** Everything that a TypeScript source file imports or re-exports. */
export function importsOf(source: string): readonly Import[] {
  const code = withoutComments(source)
  return [
    ...[...code.matchAll(statement)].map(([, , type, specifier = '']) => ({
      specifier,
      typesOnly: type !== undefined,
    })),
    ...[...code.matchAll(call)].map(([, inType, specifier = '']) => ({
      specifier,
      typesOnly: inType !== undefined,
    })),
  ]
}

/** Doc comments may show examples, and may name what the code must not call. Line ends stay where they are. */
export function withoutComments(source: string): string {
  return source.replace(/^\s*\/\*[\s\S]*?\*\//gm, blank).replace(/(^|[\s;,{(])\/\/[^'"`\n]*$/gm, '$1')
}

function blank(comment: string): string {
  return comment.replace(/[^\n]/g, '')
}
