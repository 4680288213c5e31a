import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { publicHost } from '@guichet/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAutoconfig } from './parse-autoconfig.ts'

const address = { address: 'contact@dupont.example', localPart: 'contact', domain: 'dupont.example' }
const parse = (xml: string) => parseAutoconfig(xml, address, publicHost)
const nothing = { incoming: [], outgoing: [] }

const config = (servers: string, before = '') =>
  `<?xml version="1.0"?>${before}<clientConfig version="1.1"><emailProvider id="x">${servers}</emailProvider></clientConfig>`

const imap = (inside: string) =>
  `<incomingServer type="imap"><port>993</port><socketType>SSL</socketType>${inside}</incomingServer>`

describe('parseAutoconfig', () => {
  it('reads a file as Mozilla writes it', () => {
    const xml = config(`
      <displayName>Dupont &amp; fils</displayName>
      <incomingServer type="imap">
        <!-- the new one -->
        <hostname>imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType>
        <authentication>OAuth2</authentication><authentication>password-cleartext</authentication>
        <username>%EMAILLOCALPART%.%EMAILDOMAIN%</username>
      </incomingServer>
      <outgoingServer type="smtp"><hostname>smtp.dupont.example</hostname><port> 587 </port>
        <socketType>STARTTLS</socketType></outgoingServer>
      <documentation url="https://dupont.example/help"><descr lang="fr">Aide</descr></documentation>`)
    expect(parse(xml)).toEqual({
      incoming: [
        {
          ...{ host: 'imap.dupont.example', port: 993, security: 'tls' },
          ...{ username: 'contact.dupont.example', logins: ['oauth2', 'password'] },
        },
      ],
      outgoing: [
        {
          ...{ host: 'smtp.dupont.example', port: 587, security: 'starttls' },
          ...{ username: 'contact@dupont.example', logins: ['password'] },
        },
      ],
    })
  })

  it('does not tell of servers without encryption, or with placeholders it has nothing for', () => {
    expect(parse(config(imap('<hostname>a.example</hostname><username>%REALNAME%</username>')))).toEqual(
      nothing,
    )
    const plain =
      '<incomingServer type="imap"><hostname>a.example</hostname><port>143</port><socketType>plain</socketType></incomingServer>'
    expect(parse(config(plain))).toEqual(nothing)
  })

  it('reads servers only where they belong', () => {
    const server = imap('<hostname>a.example</hostname>')
    expect(parse(server)).toEqual(nothing)
    expect(parse(config(`<x>${server}</x>`))).toEqual(nothing)
    expect(parse(config(imap('<x><hostname>a.example</hostname></x>')))).toEqual(nothing)
  })

  it('reads no file with a document type, and expands nothing', () => {
    const entity = '<!DOCTYPE clientConfig [<!ENTITY host SYSTEM "file:///etc/hostname">]>'
    expect(parse(config(imap('<hostname>&host;.example</hostname>'), entity))).toEqual(nothing)
    expect(parse(config(imap('<hostname>a.example</hostname>'), '<!DOCTYPE clientConfig>'))).toEqual(nothing)
    expect(parse(config(imap('<hostname>&host;.example</hostname>')))).toEqual(nothing)
  })

  it('takes time in proportion to the size of what it is given', () => {
    const started = performance.now()
    expect(parse(`<clientConfig>${'<a>'.repeat(43_000)}`)).toEqual(nothing)
    expect(parse(config(imap(`<hostname>${'&amp;'.repeat(25_000)}</hostname>`)))).toEqual(nothing)
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it('never throws, whatever it is given', () => {
    const piece = fc.constantFrom(
      '<clientConfig>',
      '<emailProvider>',
      '<incomingServer type="imap">',
      '<port>',
      '993',
      '</',
      '>',
      '<!',
      '<![CDATA[',
      '&#x110000;',
      '%EMAILADDRESS%',
      '\0',
      'é',
    )
    fc.assert(fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => void parse(pieces.join(''))))
  })
})

const samples = new URL('../../../../../../shared/security/patt-xxe/', import.meta.url)

describe.skipIf(!existsSync(samples) && process.env.CI === undefined)('known attacks by XML', () => {
  it('find nothing and read nothing', () => {
    const files = readdirSync(samples)
    expect(files.length).toBeGreaterThan(0)
    const lines = files.flatMap((file) =>
      readFileSync(new URL(encodeURIComponent(file), samples), 'utf8').split('\n'),
    )
    for (const attack of lines) {
      expect(parse(attack)).toEqual(nothing)
      expect(parse(config(imap('<hostname>&xxe;a.example</hostname>'), attack)).incoming).toEqual([])
    }
  })
})
