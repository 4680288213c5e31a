export { type SendGridOptions, sendGridSender } from './sendgrid-sender.ts'
