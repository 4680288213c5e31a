import { type HostOptions, isGuichetError, publicAddresses } from '@guichet/core'
import { z } from 'zod'
import { smtpError } from './smtp-error.ts'
import { type SmtpSession, type SmtpSessionOptions, smtpSession } from './smtp-session.ts'

/** More would outlast the time that a send has. */
const maxAddresses = 2

/** Connects to a host: to an address that was checked and no other, unless private networks are allowed. */
export async function openSession(
  options: Omit<SmtpSessionOptions, 'address'>,
  hosts: HostOptions,
): Promise<SmtpSession> {
  const [first = null, ...others] = await addressesOf(options, hosts)
  try {
    return await connected({ ...options, address: first })
  } catch (error) {
    const [second] = others
    // Nothing was sent yet: the other address may answer.
    const isSilent = isGuichetError(error) && error.code === 'host-unreachable'
    if (second === undefined || !isSilent) throw error
    return connected({ ...options, address: second })
  }
}

async function connected(options: SmtpSessionOptions): Promise<SmtpSession> {
  const session = smtpSession(options)
  try {
    await session.connect()
    return session
  } catch (error) {
    session.close()
    throw error
  }
}

const thrownSchema = z.object({ code: z.string() })

/** Empty: the host is connected to as it is. */
export async function addressesOf(
  { host, port }: { readonly host: string; readonly port: number },
  { privateHosts = 'refused', resolveHost }: HostOptions,
): Promise<readonly string[]> {
  if (privateHosts === 'allowed') return []
  try {
    const found = await publicAddresses(host, resolveHost)
    // IPv4 first: many machines have an IPv6 address and no way out with it.
    const inOrder = [...found].sort((one, other) => one.family - other.family)
    return inOrder.slice(0, maxAddresses).map(({ address }) => address)
  } catch (error) {
    throw smtpError('connect', thrownSchema.safeParse(error).data ?? {}, `${host}:${port}`)
  }
}
