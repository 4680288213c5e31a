export { type FakeAccount, fakeAccount } from './fake-account.ts'
export type { AppendOptions, FakeFolder, FakeMessage, FolderChange, FolderOptions } from './fake-folder.ts'
export type { Answer } from './honest-answer.ts'
export {
  defaultCapabilities,
  type ImapServer,
  type ImapServerOptions,
  type SeenCommand,
  startImapServer,
} from './imap-server.ts'
export { literal, readTranscript } from './transcript.ts'
