export { type MailTemplate, mailTemplates } from './mail-templates.ts'
