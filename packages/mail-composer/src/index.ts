export { type ComposedMessage, composeMessage } from './compose-message.ts'
export { type DkimOptions, signWithDkim } from './sign-with-dkim.ts'
