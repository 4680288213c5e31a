import type { FindingWords } from './describe-finding.ts'

export const englishFindings: FindingWords = {
  'lookup-failed': (name) => ({
    what: `DNS gave no answer about ${name}, so nothing is known about it.`,
    remedy: 'Try again in a few minutes.',
  }),
  'mx-found': (exchange) => ({ what: `Mail to this domain goes to ${exchange}.`, remedy: '' }),
  'mx-missing': (domain) => ({
    what: `${domain} names no server for its mail (MX): answers come back, and many servers refuse its mail.`,
    remedy: 'Enter the MX records that your mail provider gives you.',
  }),
  'mx-none-wanted': () => ({
    what: 'This domain says that it takes no mail (a null MX, RFC 7505): answers come back.',
    remedy: 'Replace that record with the MX records that your mail provider gives you.',
  }),
  'spf-found': (domain) => ({
    what: `${domain} says which servers send its mail (SPF), and receivers can read it.`,
    remedy: '',
  }),
  'spf-missing': (domain) => ({
    what: `${domain} does not say which servers send its mail (SPF): Gmail, Outlook and others distrust it.`,
    remedy: '',
  }),
  'spf-several': (count) => ({
    what: `There are ${count} SPF records. Only one may exist: receivers treat several as an error.`,
    remedy: 'Replace all of them with one.',
  }),
  'spf-open': () => ({
    what: 'The SPF record ends in “+all”: it lets everybody send mail in your name.',
    remedy: '',
  }),
  'spf-without-end': () => ({
    what: 'The SPF record leaves open what to do with mail from other servers.',
    remedy: 'End it with ~all, and with -all once you know that every one of your services is in it.',
  }),
  'spf-too-many-lookups': () => ({
    what: 'The SPF record needs more than ten look-ups; receivers stop there and treat it as an error.',
    remedy: 'Remove services that you no longer use, or send some of them from a subdomain of its own.',
  }),
  'spf-broken': (term) => ({
    what: `Receivers cannot use the SPF record because of “${term}”.`,
    remedy: 'Correct it or take it out.',
  }),
  'spf-sender-missing': (sender) => ({
    what: `${sender} sends mail of this domain, but its SPF record does not say so.`,
    remedy: '',
  }),
  'dkim-found': (name) => ({ what: `The key for signatures (DKIM) is published at ${name}.`, remedy: '' }),
  'dkim-missing': (sender) => ({
    what: `The key with which ${sender} signs your mail (DKIM) is not published: receivers cannot verify it.`,
    remedy: `Copy the records that ${sender} shows you into your DNS.`,
  }),
  'dkim-not-found': (domain) => ({
    what: `No key for signatures (DKIM) was found for ${domain} under the usual names. Yours may have another name.`,
    remedy: 'Ask your mail provider under which name (selector) it signs, and check again with that.',
  }),
  'dkim-not-there': (name) => ({
    what: `No key for signatures (DKIM) is published at ${name}: receivers cannot verify what is signed with it.`,
    remedy:
      'Copy the record that your mail provider shows you into your DNS; check the name (selector) as well.',
  }),
  'dkim-revoked': (name) => ({
    what: `The key at ${name} was taken back (it is empty): mail signed with it counts as not signed.`,
    remedy: 'Let your provider sign with a new key, and publish that.',
  }),
  'dkim-weak': (name) => ({
    what: `The key at ${name} has less than 2,048 bits.`,
    remedy: 'Ask your provider for a longer one at the next opportunity.',
  }),
  'dkim-broken': (name) => ({
    what: `What is published at ${name} is no usable key; perhaps a piece is missing.`,
    remedy: 'Copy the whole record again.',
  }),
  'dmarc-found': (policy) => ({
    what: `Receivers are told what to do with mail that only pretends to be yours (DMARC: ${policy}).`,
    remedy: '',
  }),
  'dmarc-inherited': (policy) => ({
    what: `The parent domain tells receivers what to do with mail that only pretends to be yours (DMARC: ${policy}).`,
    remedy: '',
  }),
  'dmarc-watching': () => ({
    what: 'DMARC only watches (p=none). That is enough to be accepted, and stops nobody who pretends to be you.',
    remedy:
      'When its reports show that all of your mail passes, change it to p=quarantine, later to p=reject.',
  }),
  'dmarc-missing': (domain) => ({
    what: `${domain} has no DMARC record. Gmail and Yahoo want one from everybody who sends much mail.`,
    remedy: '',
  }),
  'dmarc-several': (name) => ({
    what: `There are several DMARC records at ${name}: receivers ignore all of them.`,
    remedy: 'Keep one.',
  }),
  'dmarc-broken': (record) => ({
    what: `Receivers cannot read this DMARC record: ${record}`,
    remedy: 'It has to begin with v=DMARC1; p=none (or quarantine, or reject).',
  }),
}
