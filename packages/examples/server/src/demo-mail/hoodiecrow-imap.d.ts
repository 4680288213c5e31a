/** The part of hoodiecrow-imap (which has no types of its own) that the demo uses. */
declare module 'hoodiecrow-imap' {
  export interface HoodiecrowAtom {
    readonly type: 'ATOM'
    readonly value: string
  }

  export interface HoodiecrowConnection {
    readonly socket: import('node:net').Socket
    /** Takes the client's lines while it listens (IDLE). */
    readonly inputHandler: ((line: string) => void) | false
    send(response: {
      readonly tag: string
      readonly command: string
      readonly attributes: readonly HoodiecrowAtom[]
    }): void
  }

  export type HoodiecrowCommandHandler = (
    connection: HoodiecrowConnection,
    parsed: unknown,
    data: unknown,
    callback: () => void,
  ) => void

  /** `raw` holds one character per byte. */
  export interface HoodiecrowMessage {
    readonly raw: string
    readonly flags: readonly string[]
    readonly internaldate: string
  }

  export interface HoodiecrowMailbox {
    readonly messages?: HoodiecrowMessage[]
    readonly uidvalidity?: number
    readonly 'special-use'?: string
  }

  export interface HoodiecrowServer {
    readonly server: import('node:net').Server
    readonly connectionHandlers: ((connection: HoodiecrowConnection) => void)[]
    listen(port: number, host: string, callback: () => void): void
    close(callback: () => void): void
    /** Also wakes everybody who listens to the mailbox. */
    appendMessage(path: string, flags: readonly string[], internalDate: string, raw: string): unknown
    getCommandHandler(command: string): HoodiecrowCommandHandler | false
    setCommandHandler(command: string, handler: HoodiecrowCommandHandler): void
  }

  export interface HoodiecrowOptions {
    readonly plugins: readonly (string | ((server: HoodiecrowServer) => void))[]
    readonly users: Readonly<Record<string, { readonly password: string }>>
    readonly storage: {
      readonly INBOX: HoodiecrowMailbox
      readonly '': { readonly folders: Readonly<Record<string, HoodiecrowMailbox>> }
    }
  }

  export default function hoodiecrow(options: HoodiecrowOptions): HoodiecrowServer
}
