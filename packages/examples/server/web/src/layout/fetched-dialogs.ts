import { fetched } from '../ui/fetched.tsx'

// Dialogs that few people open, and that bring forms with them.
export const ConnectChannel = fetched(
  async () => (await import('../channels/connect-channel.tsx')).ConnectChannel,
)
export const ChannelDialog = fetched(
  async () => (await import('../channels/channel-dialog.tsx')).ChannelDialog,
)
export const GapDialog = fetched(async () => (await import('../mailboxes/gap-dialog.tsx')).GapDialog)
export const FolderDialog = fetched(async () => (await import('../folders/folder-dialog.tsx')).FolderDialog)
export const ContactDialog = fetched(
  async () => (await import('../contact/contact-dialog.tsx')).ContactDialog,
)
