export { type SesOptions, sesSender } from './ses-sender.ts'
