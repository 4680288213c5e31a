export type { SmtpSecrets, SmtpSettings } from './settings.ts'
export { type SmtpOptions, type SmtpTimeouts, smtp } from './smtp.ts'
