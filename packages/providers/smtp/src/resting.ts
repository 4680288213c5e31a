import type SMTPConnection from 'nodemailer/lib/smtp-connection'

/** A connection between two messages. */
export interface Resting {
  /** Nothing more for now: the connection ends after this time, and does not keep the process alive. */
  rest(idleMs: number, onEnd: () => void): void
  /** False when it has ended since it was laid to rest. */
  wake(): boolean
}

export function resting(connection: SMTPConnection, replyMs: number): Resting {
  let onRestEnd: (() => void) | null = null
  return {
    rest(idleMs, onEnd) {
      onRestEnd = onEnd
      connection.once('end', onEnd)
      // A socket's own timer does not keep the process alive either.
      if (connection._socket) connection._socket.unref().setTimeout(idleMs)
    },
    wake() {
      if (onRestEnd !== null) connection.off('end', onRestEnd)
      if (connection.destroyed || !connection._socket) return false
      connection._socket.ref().setTimeout(replyMs)
      return true
    },
  }
}
