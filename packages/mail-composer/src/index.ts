export { type ComposedMessage, type ComposeOptions, composeMessage } from './compose-message.ts'
export { headerText } from './header-text.ts'
export { mailbox } from './mailbox.ts'
export { type DkimOptions, signWithDkim } from './sign-with-dkim.ts'
