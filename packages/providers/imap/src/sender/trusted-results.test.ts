import { describe, expect, it } from 'vitest'
import { readHeaderBlock } from '../mime/header-block.ts'
import { mailboxProvider } from './mailbox-provider.ts'
import { pathOf, traceOf, trustedResults } from './trusted-results.ts'

const gmail = 'imap.gmail.com'
const microsoft = 'outlook.office365.com'
const own = 'imap.mail.acme.fr'

function trusted(host: string, lines: readonly string[], authservId?: string) {
  const trace = traceOf(readHeaderBlock(Buffer.from(lines.join('\n'))))
  const results = trustedResults(trace, mailboxProvider(host, authservId))
  return results?.map(({ method, result }) => `${method}=${result}`) ?? null
}

const internal = 'Received: by 2002:a05:6402:1d0c with SMTP id dg12csp2; Mon, 2 Nov 2026 01:00:00 -0800 (PST)'
const gmailHop =
  'Received: from mail.evil.example (mail.evil.example. [8.8.4.4]) by mx.google.com with ESMTPS id x1 for <us@gmail.com>'
const gmailSays = (results: string) => `Authentication-Results: mx.google.com; ${results}`

describe('trustedResults', () => {
  it('takes what Gmail writes below its own hop', () => {
    expect(trusted(gmail, [internal, gmailHop, gmailSays('dmarc=fail')])).toEqual(['dmarc=fail'])
  })

  it.each<[string, readonly string[]]>([
    ['below the real one', [internal, gmailHop, gmailSays('dmarc=fail'), gmailSays('dmarc=pass')]],
    ['above the real one', [gmailSays('dmarc=pass'), internal, gmailHop, gmailSays('dmarc=fail')]],
    [
      'below a forged hop of Gmail',
      [internal, gmailHop, gmailSays('dmarc=fail'), gmailHop, gmailSays('dmarc=pass')],
    ],
    [
      'with another name before it',
      [gmailHop, gmailSays('dmarc=fail'), 'Authentication-Results: evil.example; dmarc=pass'],
    ],
  ])('does not take a forged field of Gmail %s', (_name, lines) => {
    expect(trusted(gmail, lines)).toEqual(['dmarc=fail'])
  })

  it('takes nothing where only the sender can have written it', () => {
    const foreign = 'Received: from a.example (a.example [8.8.4.4]) by mx.acme.fr with ESMTP'
    expect(trusted(gmail, [foreign, gmailHop, gmailSays('dmarc=pass')])).toBeNull()
    expect(trusted(gmail, [gmailSays('dmarc=pass')])).toBeNull()
    expect(trusted(own, [foreign, 'Authentication-Results: mx.acme.fr; dmarc=pass'])).toBeNull()
    expect(trusted(own, ['Authentication-Results: mx.acme.fr; dmarc=pass'])).toBeNull()
    expect(trusted(own, [gmailSays('dmarc=pass'), foreign])).toBeNull()
  })

  it('takes what Microsoft writes without a name, above what came with the mail', () => {
    const inner =
      'Received: from A.eurprd01.prod.outlook.com (2603:10a6:1::1) by B.eurprd01.prod.outlook.com with HTTPS'
    const border =
      'Received: from B.prod.outlook.com (8.8.4.4) by C.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP Server'
    const real =
      'Authentication-Results: spf=fail smtp.mailfrom=x.fr; dmarc=fail action=oreject header.from=acme.fr'
    const forged = 'Authentication-Results: spf=pass; dmarc=pass header.from=acme.fr'
    expect(trusted(microsoft, [inner, real, border, forged])).toEqual(['spf=fail', 'dmarc=fail'])
    expect(trusted(microsoft, [gmailHop, forged])).toBeNull()
  })

  it('takes what a server of the mailbox’s own domain writes above the hop from outside', () => {
    const lmtp = 'Received: from mx.acme.fr ([10.0.0.2]) by store.acme.fr with LMTP id 7'
    const border = 'Received: from a.example (a.example [8.8.4.4]) by mx.acme.fr (Postfix) with ESMTPS id 5'
    const real = 'Authentication-Results: mx.acme.fr; dkim=pass header.d=a.example'
    expect(trusted(own, [lmtp, real, border, 'Authentication-Results: mx.acme.fr; dmarc=pass'])).toEqual([
      'dkim=pass',
    ])
    const named = real.replace('mx.acme.fr', 'filter.example')
    expect(trusted(own, [lmtp, named, border])).toBeNull()
    expect(trusted(own, [lmtp, named, border], 'Filter.example')).toEqual(['dkim=pass'])
  })

  it('joins what iCloud writes in several fields', () => {
    const lines = ['dmarc', 'dkim-verifier', 'spf'].map(
      (name) => `Authentication-Results: ${name}.icloud.com; ${name.split('-')[0]}=pass`,
    )
    const forged = 'Authentication-Results: dmarc.icloud.com; dmarc=fail'
    expect(trusted('imap.mail.me.com', [...lines, forged])).toEqual(['dmarc=pass', 'dkim=pass', 'spf=pass'])
  })
})

describe('pathOf', () => {
  const path = (lines: readonly string[]) => pathOf(traceOf(readHeaderBlock(Buffer.from(lines.join('\n')))))
  const lmtp = 'Received: from mx.acme.fr ([127.0.0.1]) by store.acme.fr with LMTP id 7'

  it('is the first hop from outside, with the sender of the envelope', () => {
    const border = 'Received: from helo.example (name.example [8.8.4.4]) by mx.acme.fr with ESMTP'
    const forged = 'Received: from acme.fr (acme.fr [1.1.1.1]) by mx.acme.fr with ESMTP'
    expect(path(['Return-Path: <a@b.fr>', lmtp, border, forged])).toMatchObject({
      clientAddress: '8.8.4.4',
      envelopeSender: 'a@b.fr',
      border: { helo: 'helo.example', clientName: 'name.example' },
    })
  })

  it('never takes an address that the client claimed', () => {
    const exim = 'Received: from [8.8.4.4] (helo=[1.1.1.1]) by mx.acme.fr with esmtp (Exim)'
    expect(path(['Return-Path: <>', exim])).toMatchObject({ clientAddress: '8.8.4.4', envelopeSender: '' })
    const claimed = 'Received: from [1.1.1.1] (unknown [8.8.4.4]) by mx.acme.fr with ESMTP'
    expect(path(['Return-Path: <>', claimed])).toMatchObject({ clientAddress: '8.8.4.4' })
  })

  it.each<[string, readonly string[]]>([
    ['no hop came from outside', ['Return-Path: <a@b.fr>', lmtp]],
    [
      'the envelope was not kept',
      [lmtp, 'Received: from a (a [8.8.4.4]) by mx.acme.fr', 'Return-Path: <a@b.fr>'],
    ],
    [
      'the hop tells no address',
      ['Return-Path: <a@b.fr>', 'Received: from a.example by mx.acme.fr with ESMTP'],
    ],
  ])('is not known where %s', (_name, lines) => {
    expect(path(lines)).toBeNull()
  })
})
