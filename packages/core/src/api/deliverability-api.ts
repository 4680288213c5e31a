import { checkDomain } from '../deliverability/check-domain.ts'
import { GuichetError } from '../errors.ts'
import type { DeliverabilityApi, DeliverabilityOptions } from '../inbox-api.ts'
import type { DomainSender } from '../model/deliverability.ts'
import { type KnownSender, knownSenders } from '../model/known-senders.ts'
import { isDomain, isLabel, wireAddress } from '../model/wire-address.ts'
import type { Clock } from '../ports/clock.ts'
import type { DnsResolver } from '../ports/dns.ts'

const maxSenders = 20

/** `dns` is opened when it is first needed. */
export function deliverabilityApi(dns: () => DnsResolver, clock: Clock): DeliverabilityApi {
  return {
    check: async (domain, options = {}) =>
      checkDomain(
        {
          dns: dns(),
          domain: domainName(domain),
          senders: sendersOf(options),
          selectors: selectorsOf(options),
        },
        clock,
      ),
  }
}

/** Also takes an address: what people have at hand. */
function domainName(typed: string): string {
  const name = typed.trim().replace(/^.*@/, '').replace(/\.$/, '')
  const ascii = wireAddress(name).toLowerCase()
  if (isDomain(ascii) && ascii.includes('.') && ascii.length <= 253) return ascii
  throw new GuichetError('invalid-input', 'domain must be a name such as example.com', { field: 'domain' })
}

function sendersOf({ senders = [] }: DeliverabilityOptions): readonly DomainSender[] {
  if (senders.length > maxSenders) {
    throw new GuichetError('invalid-input', `at most ${maxSenders} senders`, { field: 'senders' })
  }
  return senders.map((sender) => (typeof sender === 'string' ? known(sender) : sender))
}

function selectorsOf({ selectors = [] }: DeliverabilityOptions): readonly string[] {
  if (selectors.length > maxSenders) {
    throw new GuichetError('invalid-input', `at most ${maxSenders} selectors`, { field: 'selectors' })
  }
  return selectors.map((selector) => {
    const name = selector.trim().toLowerCase()
    if (name.length <= 100 && name.split('.').every(isLabel)) return name
    const sentence = 'a selector is a name such as s1, as the provider says it'
    throw new GuichetError('invalid-input', `selectors: ${sentence}`, { field: 'selectors' })
  })
}

function known(name: KnownSender): DomainSender {
  if (Object.hasOwn(knownSenders, name)) return knownSenders[name]
  const names = Object.keys(knownSenders).join(', ')
  throw new GuichetError('invalid-input', `senders: ${name} is not known; there are ${names}`, {
    field: 'senders',
  })
}
