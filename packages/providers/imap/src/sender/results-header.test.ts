import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readResults } from './results-header.ts'

function shortly(value: string) {
  const read = readResults(value)
  return (
    read && { id: read.authservId, results: read.results.map(({ method, result }) => `${method}=${result}`) }
  )
}

describe('readResults', () => {
  it('reads what Gmail writes', () => {
    const read = readResults(
      'mx.google.com;       dkim=pass header.i=@acme.fr header.s=s1 header.b="a/b;c";       spf=pass (google.com: domain of ada@acme.fr designates 192.0.2.1 as permitted sender) smtp.mailfrom=ada@acme.fr;       dmarc=pass (p=REJECT sp=NONE dis=NONE) header.from=acme.fr',
    )
    expect(read?.authservId).toBe('mx.google.com')
    expect(read?.results.map(({ method, result }) => [method, result])).toEqual([
      ['dkim', 'pass'],
      ['spf', 'pass'],
      ['dmarc', 'pass'],
    ])
    expect(read?.results[0]?.properties.get('header.b')).toBe('a/b;c')
    expect(read?.results[2]?.properties.get('header.from')).toBe('acme.fr')
    expect(read?.results[2]?.comment).toBe('p=REJECT sp=NONE dis=NONE')
  })

  it('reads what Microsoft writes, which names no server', () => {
    const read = readResults(
      'spf=fail (sender IP is 203.0.113.9) smtp.mailfrom=acme.fr; dkim=none (message not signed) header.d=none;dmarc=fail action=oreject header.from=acme.fr;compauth=fail reason=000',
    )
    expect(read?.authservId).toBeNull()
    expect(read?.results.map(({ method, result }) => `${method}=${result}`)).toEqual([
      ...['spf=fail', 'dkim=none', 'dmarc=fail', 'compauth=fail'],
    ])
    expect(read?.results[2]?.properties.get('action')).toBe('oreject')
  })

  // RFC 8601, appendix B, and its grammar
  it.each<[string, string, { id: string; results: readonly string[] }]>([
    ['nothing checked', 'example.org 1; none', { id: 'example.org', results: [] }],
    ['a version and blanks', 'example.com 1 ;\tspf = pass', { id: 'example.com', results: ['spf=pass'] }],
    ['a version of a method', 'example.com; DKIM/1=PASS', { id: 'example.com', results: ['dkim=pass'] }],
    ['an unknown version of a method', 'example.com; dkim/2=pass', { id: 'example.com', results: [] }],
    [
      'comments everywhere',
      "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462",
      { id: 'foo.example.net', results: ['dkim=fail'] },
    ],
    [
      'a comment that hides a result',
      'a.example (; dmarc=pass); spf=fail',
      { id: 'a.example', results: ['spf=fail'] },
    ],
    [
      'nested comments',
      'a.example; spf=pass (a (b \\) c) d) x.y=z',
      { id: 'a.example', results: ['spf=pass'] },
    ],
    [
      'a quoted reason',
      'a.example; dmarc=fail reason="x; dmarc=pass"',
      { id: 'a.example', results: ['dmarc=fail'] },
    ],
    ['a quoted id', '"mx.google.com"; spf=pass', { id: 'mx.google.com', results: ['spf=pass'] }],
    [
      'a comment without end',
      'a.example; spf=fail (oh; dmarc=pass',
      { id: 'a.example', results: ['spf=fail'] },
    ],
    [
      'a quote without end',
      'a.example; spf=fail reason="oh; dmarc=pass',
      { id: 'a.example', results: ['spf=fail'] },
    ],
  ])('reads %s', (_name, value, expected) => {
    expect(shortly(value)).toEqual(expected)
  })

  it.each([
    ['an unknown version', 'example.org 2; dmarc=pass'],
    ['nothing', ''],
    ['only a comment', '(a)'],
  ])('refuses %s', (_name, value) => expect(readResults(value)).toBeNull())

  it('never throws and never hangs, whatever stands there', () => {
    const pieces = fc.constantFrom(
      ';',
      '=',
      '(',
      ')',
      '"',
      '\\',
      ' ',
      'dmarc',
      'pass',
      'a.b',
      '1',
      '/',
      'é',
      '\0',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
        const read = readResults(parts.join(''))
        expect(read === null || read.results.length <= 100).toBe(true)
      }),
    )
    expect(readResults('('.repeat(1_000_000))).toBeNull()
  })
})
