export { type ComposedMessage, type ComposeOptions, composeMessage } from './compose-message.ts'
export { type DkimOptions, signWithDkim } from './sign-with-dkim.ts'
export { assertSize, type SizeLimit } from './size-limit.ts'
