import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { safeFileName } from './file-names.ts'
import { isRunnableName } from './runnable-name.ts'

const traversals = fileURLToPath(new URL('../../../../../shared/security/patt-traversal/', import.meta.url))
if (!existsSync(traversals)) console.log(`skipped: ${traversals} is not on this machine`)

describe('a file name from a stranger', () => {
  it.each([
    ['Bon de commande n° 12.pdf', 'Bon de commande n° 12.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ada\\report.docx', 'report.docx'],
    ['invoice\u202efdp.exe', 'invoice_fdp.exe'],
    ['con.txt', '_con.txt'],
    ['.htaccess', 'htaccess'],
    ['report.pdf. . .', 'report.pdf'],
    ['a\r\nSet-Cookie: b', 'a_Set-Cookie_ b'],
    ['...', 'attachment'],
    ['', 'attachment'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe)
  })

  it('is no longer than file systems allow, and keeps its ending', () => {
    const name = safeFileName(`${'é'.repeat(3_000)}.pdf`)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
    expect(name).toMatch(/^é+\.pdf$/)
  })

  it.skipIf(!existsSync(traversals))('never leaves the folder it is put in', () => {
    const names = readdirSync(traversals).flatMap((file) =>
      readFileSync(join(traversals, file), 'utf8').split('\n'),
    )
    expect(names.length).toBeGreaterThan(100)
    expect(names.map((name) => safeFileName(name)).filter((name) => /[\\/\0]|^\.*$/.test(name))).toEqual([])
  })

  it.each(['a.exe', 'facture.pdf.js', 'x.HTML', 'y.lnk', 'z.docm', 'a.scr. '])(
    '%s may run something',
    (name) => {
      expect(isRunnableName(name)).toBe(true)
    },
  )

  it.each(['a.pdf', 'photo.jpg', 'exe', 'notes.txt', 'a.docx'])('%s does not', (name) => {
    expect(isRunnableName(name)).toBe(false)
  })
})
