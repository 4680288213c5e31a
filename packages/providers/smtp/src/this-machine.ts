import { isIPv4 } from 'node:net'

/** Whether a host is this machine by its very name: nothing that is sent there passes a network. */
export function isThisMachine(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}
