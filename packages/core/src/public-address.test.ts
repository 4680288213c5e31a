import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isPublicAddress, publicHost } from './public-address.ts'

describe('an address or name is public', () => {
  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a01:cb00::1'])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
    expect(publicHost(address)).toBe(address)
  })

  it('an IDN is looked up in its ASCII form', () => {
    expect(publicHost('imap.bücher.example')).toBe('imap.xn--bcher-kva.example')
    expect(publicHost('IMAP.Example.COM.')).toBe('imap.example.com')
  })
})

describe('an address or name is not public', () => {
  it.each([
    ...['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1'],
    ...[
      'fe80::1%lo',
      'fd00:ec2::254',
      '2002:7f00:1::',
      'localhost',
      'printer.local',
      'redis',
      '0x7f.1',
      '127.1',
    ],
    ...['①②⑦.0.0.1', 'a.onion', 'user@imap.example.com', 'imap.example.com:25', '..', '', '-x.example.com'],
  ])('%s', (host) => {
    expect(publicHost(host)).toBeNull()
    if (isIP(host) !== 0) expect(isPublicAddress(host)).toBe(false)
  })
})

const corpus = new URL('../../../../shared/security/ssrf-hosts/hosts.json', import.meta.url)
const corpusSchema = z.object({ deny: z.array(z.string()), allow: z.array(z.string()) })

describe.skipIf(!existsSync(corpus) && process.env.CI === undefined)('the list of hostile hosts', () => {
  const read = () => corpusSchema.parse(JSON.parse(readFileSync(corpus, 'utf8')))

  it('is refused completely, and every good host is let through', () => {
    const { deny, allow } = read()
    expect(deny.filter((host) => publicHost(host) !== null)).toEqual([])
    expect(allow.filter((host) => publicHost(host) === null)).toEqual([])
  })
})
