import { request } from 'node:https'
import { isIP } from 'node:net'
import type { Network } from './network.ts'

const maxBytes = 128 * 1024
const maxRedirects = 2

/**
 * The text behind an https address; null when there is none, for whatever reason. Every host on the way is checked
 * as it is connected to; nothing but https on its own port is followed.
 */
export async function getText(network: Network, url: string, signal: AbortSignal): Promise<string | null> {
  let next: string | null = url
  for (let hops = 0; next !== null && hops <= maxRedirects; hops += 1) {
    const answer = await get(network, next, signal)
    if (answer.text !== null) return answer.text
    next = answer.redirect
  }
  return null
}

interface Answer {
  readonly text: string | null
  readonly redirect: string | null
}

const nothing: Answer = { text: null, redirect: null }

async function get(network: Network, address: string, signal: AbortSignal): Promise<Answer> {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || url.protocol !== 'https:' || url.port !== '' || url.username !== '') return nothing
  const host = network.host(url.hostname)
  // A literal address would go past the lookup, and no provider needs one.
  if (host === null || isIP(host) !== 0 || signal.aborted) return nothing
  return new Promise((resolve) => {
    const asking = request(
      {
        ...{ host, servername: host, path: url.pathname + url.search, port: network.port(443) },
        ...(network.ca.length === 0 ? {} : { ca: [...network.ca] }),
        ...{ lookup: network.lookup, signal, agent: false, headers: { accept: 'text/xml, application/xml' } },
      },
      (response) => {
        const { statusCode = 0, headers } = response
        if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
          response.destroy()
          const isAddress = URL.canParse(headers.location, url.href)
          return resolve({
            text: null,
            redirect: isAddress ? new URL(headers.location, url.href).href : null,
          })
        }
        if (statusCode !== 200) {
          response.destroy()
          return resolve(nothing)
        }
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          chunks.push(chunk)
          if (size > maxBytes) response.destroy()
        })
        response.on('end', () => resolve({ text: Buffer.concat(chunks).toString('utf8'), redirect: null }))
        response.on('close', () => resolve(nothing))
        response.on('error', () => resolve(nothing))
      },
    )
    // Refused, no TLS, no such host, too slow: for discovery all of it means that there is nothing here.
    asking.on('error', () => resolve(nothing))
    asking.end()
  })
}
