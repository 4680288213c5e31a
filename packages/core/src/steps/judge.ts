import type { Judgement, Verdict } from '../model/verdict.ts'
import type { ParsedMessage } from '../ports/channel.ts'

type Headers = ParsedMessage['headers']
type Test = (headers: Headers) => string | null

/** First match decides: a bounce of a newsletter is a bounce, an automatic answer to a list is automatic. */
const tests: readonly { readonly verdict: Verdict; readonly test: Test }[] = [
  { verdict: 'complaint', test: reportOf('feedback-report') },
  { verdict: 'receipt', test: reportOf('disposition-notification') },
  { verdict: 'bounce', test: reportOf('delivery-status') },
  { verdict: 'bounce', test: failedRecipients },
  { verdict: 'auto-reply', test: autoSubmitted('auto-replied') },
  { verdict: 'auto-reply', test: precedence(['auto_reply']) },
  {
    verdict: 'auto-reply',
    test: present(['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-mail-autoreply']),
  },
  { verdict: 'bounce', test: nullPathFromDaemon },
  { verdict: 'bulk', test: present(['list-id', 'list-unsubscribe', 'list-post', 'list-unsubscribe-post']) },
  { verdict: 'bulk', test: present(['x-mailing-list', 'mailing-list', 'x-beenthere', 'feedback-id']) },
  { verdict: 'bulk', test: precedence(['bulk', 'list', 'junk']) },
  { verdict: 'notice', test: autoSubmitted('') },
  { verdict: 'notice', test: nullReturnPath },
]

/** Says what an inbound message is, from its headers alone, with the header lines that led to it. */
export function judge(message: Pick<ParsedMessage, 'headers'>): Judgement {
  for (const { verdict, test } of tests) {
    const evidence = test(message.headers)
    if (evidence !== null) return { verdict, evidence: [evidence] }
  }
  return { verdict: 'person', evidence: [] }
}

function first(headers: Headers, name: string): string {
  return headers.get(name)?.[0]?.trim() ?? ''
}

function line(name: string, value: string): string {
  return `${name}: ${value}`.slice(0, 200)
}

function present(names: readonly string[]): Test {
  return (headers) => {
    const name = names.find((candidate) => first(headers, candidate) !== '')
    return name === undefined ? null : line(name, first(headers, name))
  }
}

/** RFC 3462 reports name what they report in the `report-type` parameter. */
function reportOf(kind: string): Test {
  return (headers) => {
    const type = first(headers, 'content-type').toLowerCase()
    const isReport =
      type.startsWith('multipart/report') && type.replaceAll('"', '').includes(`report-type=${kind}`)
    return isReport ? line('content-type', first(headers, 'content-type')) : null
  }
}

function failedRecipients(headers: Headers): string | null {
  return present(['x-failed-recipients'])(headers)
}

/** RFC 3834 §5: anything but `no` was sent by a machine; parameters may follow the keyword. */
function autoSubmitted(keyword: string): Test {
  return (headers) => {
    const value = first(headers, 'auto-submitted').toLowerCase()
    const isAutomatic = value !== '' && !/^no\b/.test(value) && value.startsWith(keyword)
    return isAutomatic ? line('auto-submitted', value) : null
  }
}

function precedence(values: readonly string[]): Test {
  return (headers) => {
    const value = first(headers, 'precedence').toLowerCase()
    return values.includes(value) ? line('precedence', value) : null
  }
}

/** RFC 5321 §4.5.5: a null return path says "never answer this". Only the topmost was written by our server. */
function nullReturnPath(headers: Headers): string | null {
  return /^<\s*>$/.test(first(headers, 'return-path')) ? 'return-path: <>' : null
}

function nullPathFromDaemon(headers: Headers): string | null {
  const from = first(headers, 'from').toLowerCase()
  const isDaemon = /(^|[<\s"])(mailer-daemon|postmaster|mail-daemon)@/.test(from)
  return nullReturnPath(headers) !== null && isDaemon ? line('from', from) : null
}
