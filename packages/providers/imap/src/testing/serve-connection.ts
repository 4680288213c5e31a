import type { Socket } from 'node:net'
import { type ClientCommand, commandReader, splitCommand } from './command-reader.ts'
import type { FolderChange } from './fake-folder.ts'
import { type Answer, honestAnswer, type SessionState } from './honest-answer.ts'
import type { Liar } from './liar.ts'
import { expandLine, type TranscriptStep } from './transcript.ts'

/** What all connections of a fake server have in common. */
export interface ServerBehaviour {
  readonly lies: Liar
  /** Whether nobody is told of changes. */
  isSilent(): boolean
  onCommand(text: string): void
  tamper(text: string, answer: Answer): Answer
}

const honestly: readonly TranscriptStep[] = [{ kind: 'honest', part: 'all' }]

/** Serves one connection until it ends: one command at a time, honestly unless a lie is waiting for it. */
export function serveConnection(socket: Socket, state: SessionState, behaviour: ServerBehaviour): void {
  socket.setNoDelay(true)
  const wire = wireOf(socket)
  const pushes: string[] = []
  let idleTag: string | null = null
  const flush = () => {
    if (!behaviour.isSilent()) for (const line of pushes.splice(0)) wire.write(line)
  }
  const stopWatching = state.account.onChange((change) => {
    if (change.folder !== state.selected) return
    pushes.push(pushLine(change, state))
    if (idleTag !== null) flush()
  })
  socket.once('close', stopWatching)

  const respond = async (command: ClientCommand): Promise<void> => {
    behaviour.onCommand(command.text)
    const lie = behaviour.lies.next(command.text)
    if (lie === null && /^idle$/i.test(command.text)) {
      wire.write('+ idling')
      idleTag = command.tag
      return flush()
    }
    const answer = behaviour.tamper(command.text, honestAnswer(state, command))
    // What was not told of a folder before it is opened again is part of the new answer.
    if (/^(select|examine) /i.test(command.text)) pushes.splice(0)
    if (/^(noop|uid search)/i.test(command.text)) flush()
    await wire.play(lie ?? honestly, command.tag, answer)
    if (/^logout$/i.test(command.text)) socket.end()
  }
  const onLine = async (line: string): Promise<void> => {
    if (idleTag === null || !/^done$/i.test(line)) return respond(splitCommand(line))
    wire.write(`${idleTag} OK idle ended`)
    idleTag = null
  }

  const greeting = `* OK [CAPABILITY ${state.capabilities.join(' ')}] ready`
  let working = wire.play(behaviour.lies.next('CONNECT') ?? honestly, '', {
    untagged: [greeting],
    tagged: '',
  })
  const read = commandReader(
    (line) => {
      working = working.then(() => onLine(line))
    },
    () => wire.write('+ go on'),
  )
  socket.on('data', read)
}

interface Wire {
  write(line: string): void
  /** Does these things in their order; an empty tag sends untagged lines only. */
  play(steps: readonly TranscriptStep[], tag: string, answer: Answer): Promise<void>
}

function wireOf(socket: Socket): Wire {
  let stalled = false
  // A client that goes away in the middle of an answer is what some tests are about.
  socket.on('error', () => socket.destroy())
  const write = (line: string) => {
    if (!socket.destroyed && !stalled) socket.write(`${line}\r\n`, 'latin1')
  }
  const writeHonest = (part: 'all' | 'untagged' | 'tagged', tag: string, answer: Answer) => {
    if (part !== 'tagged') for (const line of answer.untagged) write(line)
    if (part !== 'untagged' && tag !== '') write(`${tag} ${answer.tagged}`)
  }
  return {
    write,
    async play(steps, tag, answer) {
      for (const step of steps) {
        if (step.kind === 'send') write(expandLine(step.text, tag))
        else if (step.kind === 'wait') await new Promise((resolve) => setTimeout(resolve, step.ms))
        else if (step.kind === 'drop') socket.destroy()
        else if (step.kind === 'stall') stalled = true
        else writeHonest(step.part, tag, answer)
      }
    },
  }
}

function pushLine(change: FolderChange, state: SessionState): string {
  if (change.kind === 'appended') return `* ${change.folder.messages.length} EXISTS`
  return state.enabled.has('QRESYNC') ? `* VANISHED ${change.uid}` : `* ${change.sequence} EXPUNGE`
}
