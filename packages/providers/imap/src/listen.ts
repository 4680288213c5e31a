import { type GuichetError, type ListenSession, toGuichetError } from '@guichet/core'
import { createAlarm } from './alarm.ts'
import { type ChosenFolders, chooseFolders } from './choose-folders.ts'
import { type Account, type ConnectOptions, connect } from './connect.ts'
import { imapError } from './errors.ts'
import { type FolderRole, rangeSchema } from './range.ts'
import type { ImapSecrets, ImapSettings } from './settings.ts'
import { syncAll } from './sync-pass.ts'
import { waitForMail } from './wait-for-mail.ts'
import type { FolderFailures, Watch } from './watch.ts'
import type { WindowLimits } from './windows.ts'

export interface ListenOptions extends ConnectOptions {
  readonly limits: WindowLimits
}

type Session = ListenSession<ImapSettings, ImapSecrets>

/**
 * Brings everything of the folders and then whatever arrives, until the signal aborts. Throws a
 * `GuichetError` when the connection is lost; the next call goes on from the cursors.
 */
export async function listen(session: Session, options: ListenOptions): Promise<void> {
  const account = await connect(session, options)
  const watch = watchOf(session, account, options.limits)
  const { alarm } = watch
  const stopWatching = wakeUp(watch)
  try {
    while (!session.signal.aborted) {
      // Before the pass: what happens during it is looked at in the next one.
      alarm.reset()
      const report = await syncAll(watch)
      if (session.signal.aborted) return
      await session.report(report).catch((error: unknown) => {
        throw toGuichetError(error)
      })
      await waitForMail(watch)
    }
  } catch (error) {
    const failure = causeOf(imapError(error, account.endpoint), account)
    // Aborting cuts the connection; whatever that interrupted was not stored and will be fetched again.
    if (!session.signal.aborted) throw failure
    session.log.info('imap session stopped', { integrationId: session.integrationId, code: failure.code })
  } finally {
    stopWatching()
    account.client.close()
  }
}

/** A command that was cut off knows no more than that; the connection may know why. */
function causeOf(failure: GuichetError, { endpoint, breakage }: Account): GuichetError {
  if (failure.code !== 'host-unreachable' || breakage() === undefined) return failure
  const cause = imapError(breakage(), endpoint)
  return cause.code === 'protocol-error' ? cause : failure
}

function watchOf(session: Session, account: Account, limits: WindowLimits): Watch {
  const cursors = new Map(session.cursors.map(({ source, value }) => [source, value]))
  const failures = new Map<string, FolderFailures>()
  return {
    ...{ session, account, limits, cursors, failures },
    ...{
      alarm: createAlarm(),
      memories: new Map(),
      choose: folderChooser({ session, account, failures }, cursors),
    },
  }
}

/** Connects everything that may wake the session; returns how to disconnect it. */
function wakeUp({ session, account, alarm, failures }: Watch): () => void {
  const { client } = account
  const stop = () => {
    client.close()
    alarm.ring()
  }
  client.on('exists', alarm.ring)
  client.on('expunge', alarm.ring)
  client.on('close', alarm.ring)
  const stopListening = session.onSyncRequest(() => {
    // Whoever asks has perhaps just put right what was wrong with a folder.
    failures.clear()
    alarm.ring()
  })
  session.signal.addEventListener('abort', stop)
  if (session.signal.aborted) stop()
  return () => {
    stopListening()
    session.signal.removeEventListener('abort', stop)
  }
}

/** The server is asked for its folders once in a while, and at once when one is not where it was. */
const chooseEveryMs = 15 * 60_000

function folderChooser(
  { session, account, failures }: Pick<Watch, 'session' | 'account' | 'failures'>,
  cursors: ReadonlyMap<string, unknown>,
): () => Promise<ChosenFolders> {
  let chosen: { readonly folders: ChosenFolders; readonly at: number } | null = null
  return async () => {
    const at = session.clock.now().getTime()
    if (chosen === null || failures.size > 0 || at - chosen.at >= chooseEveryMs) {
      const folders = await chooseFolders(account, session.settings.folders, rolesOf(cursors))
      chosen = { folders, at }
    }
    return chosen.folders
  }
}

function rolesOf(cursors: ReadonlyMap<string, unknown>): ReadonlyMap<string, FolderRole> {
  const roles = new Map<string, FolderRole>()
  for (const [path, value] of cursors) {
    const role = rangeSchema.safeParse(value).data?.role
    if (role !== undefined) roles.set(path, role)
  }
  return roles
}
