import { systemClock } from '@guichet/core'
import { fromSomebody } from './demo-texts/demo-message.ts'
import { findNote } from './demo-texts/demo-note.ts'
import { demoSender } from './demo-texts/demo-sender.ts'
import { sendOptions, sendUsage } from './demo-texts/send-options.ts'

const notRunning = 'The demo is not running. Start it in another terminal: npm run demo'

/** `npm run demo:send -- sms "Bonjour"`: writes to the running demo as a customer. Resolves with the exit code. */
async function send(args: readonly string[]): Promise<number> {
  const message = sendOptions(args)
  if (message === 'help') {
    console.log(sendUsage)
    return 0
  }
  const said = fromSomebody(message)
  const note = findNote()
  if (note === null) throw new Error(notRunning)
  const status = await demoSender({ note, clock: systemClock() })(said).catch(unreachable)
  if (status >= 300) throw new Error(`The demo answered ${status}: it says why in its own terminal`)
  console.log(`Sent from ${said.channel === 'webhook' ? said.from : `+${said.from}`}. See it at ${note.url}`)
  return 0
}

/** A demo that was ended by force leaves its note behind. */
function unreachable(error: unknown): never {
  const isConnection = error instanceof TypeError && error.cause !== undefined
  throw isConnection ? new Error(notRunning) : error
}

try {
  process.exitCode = await send(process.argv.slice(2))
} catch (error) {
  const isUsage = error instanceof TypeError
  console.error(error instanceof Error ? error.message : error)
  if (isUsage) console.error(`\n${sendUsage}`)
  process.exitCode = isUsage ? 2 : 1
}
