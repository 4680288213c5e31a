import { describe, expect, it } from 'vitest'
import { isAligned, judgeResults, mailDomain } from './judge-results.ts'
import { readResults } from './results-header.ts'

const judged = (results: string, domain = 'acme.fr') =>
  judgeResults(readResults(`mx.example; ${results}`)?.results ?? [], domain).verdict

describe('judgeResults', () => {
  it.each<[string, string, string]>([
    ['DMARC passed', 'dmarc=pass (p=NONE) header.from=acme.fr', 'pass'],
    ['DMARC passed for a domain of another spelling', 'dmarc=pass header.from=ACME.fr.', 'pass'],
    ['DMARC passed for another author', 'dmarc=pass header.from=evil.example', 'unknown'],
    [
      'DMARC failed and the domain forbids',
      'dmarc=fail (p=REJECT sp=REJECT dis=NONE) header.from=acme.fr',
      'fail',
    ],
    ['DMARC failed and the policy is not told', 'dmarc=fail header.from=acme.fr', 'fail'],
    [
      'DMARC failed and the domain asks for nothing',
      'dmarc=fail (p=NONE sp=NONE) header.from=acme.fr',
      'unknown',
    ],
    [
      'DMARC failed and Microsoft was asked for nothing',
      'dmarc=fail action=none header.from=acme.fr',
      'unknown',
    ],
    [
      'DMARC failed whatever else passed',
      'dkim=pass header.d=acme.fr; dmarc=fail header.from=acme.fr',
      'fail',
    ],
    ['a signature of the domain', 'dkim=pass header.d=acme.fr; dmarc=none header.from=acme.fr', 'pass'],
    ['a signature of a host of the domain', 'dkim=pass header.i=@mail.acme.fr', 'pass'],
    ['a signature of somebody else', 'dkim=pass header.d=mailer.example; spf=pass', 'unknown'],
    ['a signature of nobody', 'dkim=pass', 'unknown'],
    ['a broken signature', 'dkim=fail header.d=acme.fr', 'unknown'],
    ['only the envelope', 'spf=pass smtp.mailfrom=ada@acme.fr; dmarc=none', 'unknown'],
    ['a failing DNS', 'dmarc=temperror header.from=acme.fr', 'unknown'],
    ['Microsoft’s own proof', 'dmarc=bestguesspass; compauth=pass reason=109', 'pass'],
    ['Microsoft’s good opinion', 'dmarc=none; compauth=pass reason=702', 'unknown'],
    ['Microsoft’s refusal', 'dmarc=fail action=none header.from=acme.fr; compauth=fail reason=000', 'fail'],
    ['an unbroken chain of seals by anybody', 'arc=pass (i=1 dmarc=pass fromdomain=acme.fr)', 'unknown'],
    ['nothing', 'none', 'unknown'],
  ])('%s: %s', (_name, results, verdict) => {
    expect(judged(results)).toBe(verdict)
  })

  it('says why', () => {
    expect(judgeResults(readResults('a; dkim=pass header.d=acme.fr')?.results ?? [], 'acme.fr')).toEqual({
      verdict: 'pass',
      domain: 'acme.fr',
      evidence: ['the mailbox provider checked a signature of acme.fr (DKIM)', 'dkim=pass header.d=acme.fr'],
    })
  })
})

describe('isAligned', () => {
  it.each<[string, string, boolean]>([
    ['mail.acme.fr', 'acme.fr', true],
    ['@acme.fr', 'news.ACME.fr', true],
    ['acme.co.uk', 'other.co.uk', false],
    ['co.uk', 'acme.co.uk', false],
    ['ada.github.io', 'eve.github.io', false],
    ['bücher.example', 'xn--bcher-kva.example', true],
    ['acme.fr.evil.example', 'acme.fr', false],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(isAligned(one, other)).toBe(expected)
  })

  it('reads no domain out of what is none', () => {
    expect([mailDomain('ada@'), mailDomain('ada@a/b'), mailDomain('')]).toEqual([null, null, null])
  })
})
