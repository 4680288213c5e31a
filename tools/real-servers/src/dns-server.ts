import { createSocket } from 'node:dgram'
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet'

export interface PublishedRecord {
  readonly type: string
  readonly name: string
  /** An MX with its priority before it: `10 mx.example.com`. */
  readonly value: string
}

/** A DNS server of its own on a free port of 127.0.0.1. What nobody published does not exist. */
export interface DnsServer {
  /** For `Resolver.setServers`. */
  readonly address: string
  /** Replaces the record of the same type and name. */
  publish(record: PublishedRecord): void
  stop(): Promise<void>
}

/** NXDOMAIN (RFC 1035 §4.1.1). */
const noSuchName = 3

/** Answers over UDP, at any length: those who ask for keys say that they take more than 512 bytes (EDNS). */
export async function startDnsServer(): Promise<DnsServer> {
  const zone: Answer[] = []
  const isAt = (name: string) => (one: Answer) => one.name.toLowerCase() === name.toLowerCase()
  const socket = createSocket('udp4', (question, { port, address }) => {
    const { id, questions = [] } = decode(question)
    const named = zone.filter(isAt(questions[0]?.name ?? ''))
    const answers = named.filter(({ type }) => type === questions[0]?.type)
    const flags = AUTHORITATIVE_ANSWER | (named.length === 0 ? noSuchName : 0)
    socket.send(
      encode({ type: 'response', ...(id === undefined ? {} : { id }), flags, questions, answers }),
      port,
      address,
    )
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    publish(record) {
      const before = zone.findIndex((one) => isAt(record.name)(one) && one.type === record.type)
      zone.splice(before === -1 ? zone.length : before, 1, answerOf(record))
    },
    stop: () => new Promise((resolve) => socket.close(resolve)),
  }
}

function answerOf({ type, name, value }: PublishedRecord): Answer {
  if (type === 'MX') {
    const [preference, exchange = ''] = value.split(' ')
    return { type, name, ttl: 1, data: { preference: Number(preference), exchange } }
  }
  // A text is written in pieces of at most 255 bytes (RFC 1035 §3.3.14), and read as one.
  if (type === 'TXT') return { type, name, ttl: 1, data: value.match(/.{1,255}/gs) ?? [''] }
  throw new Error(`this server publishes no ${type}`)
}
