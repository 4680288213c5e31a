import { parentPort, workerData } from 'node:worker_threads'
import { isGuichetError } from '@guichet/core'
import { parseMail } from './parse-mail.ts'
import { inMemory, type ParseAnswer, type ParseRequest } from './parse-protocol.ts'

/**
 * The thread that reads mails for `parserThread`. Before each mail it notes its number in shared memory: should
 * the mail take the thread down, the other side knows which one it was.
 */
const current: Int32Array = new Int32Array(workerData)
const port = parentPort
if (port === null) throw new Error('parse-thread.ts is the entry of a worker thread')

port.on('message', (requests: readonly ParseRequest[]) => {
  // One after the other, each answered at once: the main thread goes on while the next one is read.
  requests.reduce((previous, request) => previous.then(() => answer(request)), Promise.resolve())
})

async function answer(request: ParseRequest): Promise<void> {
  Atomics.store(current, 0, request.number)
  const result = await read(request)
  Atomics.store(current, 0, -1)
  port?.postMessage(result)
}

async function read(request: ParseRequest): Promise<ParseAnswer> {
  const { number } = request
  try {
    return { number, parsed: await parseMail(inMemory(request)) }
  } catch (error) {
    return { number, refusal: isGuichetError(error) ? error.message : 'it could not be read' }
  }
}
