export type { TlsOptions } from './connect.ts'
export { type ImapOptions, imap } from './imap.ts'
export type { ImapSecrets, ImapSettings } from './settings.ts'
