import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type Answer, decode, encode } from 'dns-packet'

export type Zone = Readonly<Record<string, readonly string[] | 'silence'>>

export interface DnsServer {
  /** `127.0.0.1:port` */
  readonly address: string
  /** What was asked, `TYPE name`, oldest first. */
  readonly questions: readonly string[]
  stop(): Promise<void>
}

/**
 * A name server on a free port of 127.0.0.1. The zone reads `'MX example.com': ['10 mx.example.com']`; `silence` never
 * answers; what is not in it does not exist. A list of answers to A moves on with every question, for rebinding.
 */
export async function startDns(zone: Zone): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const questions: string[] = []
  socket.on('message', (message, from) => {
    const query = decode(message)
    const [question] = query.questions ?? []
    if (question === undefined) return
    const key = `${question.type} ${question.name.toLowerCase()}`
    questions.push(key)
    const records = zone[key]
    if (records === 'silence') return
    const answers = (records ?? []).map((record) => answerOf(question.type, question.name, record))
    const flags = answers.length === 0 ? 0x8183 : 0x8180
    const reply = encode({ type: 'response', id: query.id ?? 0, flags, questions: [question], answers })
    socket.send(reply, from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    stop: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function answerOf(type: string, name: string, record: string): Answer {
  const ttl = 0
  const [first = '', second = '', third = '', fourth = ''] = record.split(' ')
  if (type === 'MX') return { type, name, ttl, data: { preference: Number(first), exchange: second } }
  if (type === 'A' || type === 'AAAA') return { type, name, ttl, data: record }
  if (type !== 'SRV') throw new Error(`the test zone has no ${type}`)
  const data = { priority: Number(first), weight: Number(second), port: Number(third), target: fourth }
  return { type, name, ttl, data }
}
