import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { type SmtpFailure, type SmtpPhase, smtpError } from './smtp-error.ts'

type Callback<Value> = (failure: SmtpFailure | null | undefined, value?: Value) => void

/** How far a connection has come, and whether it is still there. */
export interface Conversation {
  /** One step: it ends with its result, or with a GuichetError that has a verdict. */
  step<Value>(phase: SmtpPhase, run: (done: Callback<Value>) => void): Promise<Value | undefined>
  /** The server has asked for the message (354). */
  goAhead(): void
  /** The server ended the connection before it was given the last message: without a word, or with 421. */
  wasEndedBefore(): boolean
}

export function conversation(connection: SMTPConnection, server: string): Conversation {
  let phase: SmtpPhase = 'connect'
  let lost: SmtpFailure | null = null
  // Stays attached, or an error between two steps would end the process.
  connection.on('error', (failure: SmtpFailure) => {
    lost ??= failure
  })
  return {
    /** Not every failure reaches a step's callback (a drop during the login does not): the events are watched too. */
    step(name, run) {
      phase = name
      connection.lastServerResponse = false
      return new Promise((resolve, reject) => {
        const fail = (failure: SmtpFailure) => reject(smtpError(phase, failure, server))
        if (lost !== null) return fail(lost)
        // nodemailer closes before it calls back with the reply that made it close: the reply goes first.
        const onEnd = () => queueMicrotask(() => fail(lost ?? { code: 'ECONNECTION' }))
        connection.once('error', fail)
        connection.once('end', onEnd)
        run((failure, value) => {
          connection.off('error', fail)
          connection.off('end', onEnd)
          if (failure) fail(failure)
          else resolve(value)
        })
      })
    },
    goAhead: () => {
      phase = 'data'
    },
    wasEndedBefore: () => {
      if (phase !== 'envelope') return false
      const { lastServerResponse: said } = connection
      if (said !== false) return /^421[ -]/.test(said)
      return lost !== null && lost.code !== 'ETIMEDOUT'
    },
  }
}
