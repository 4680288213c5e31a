import { join } from 'node:path'

export interface PostfixLayout {
  readonly directory: string
  readonly domain: string
  readonly port: number
  readonly mailboxes: readonly { readonly user: string; readonly directory: string }[]
  readonly aliases: readonly (readonly [address: string, target: string])[]
  readonly mailUid: number
  readonly mailGid: number
}

/** A server for one domain: what is not for it is refused, and nothing is ever sent on to another machine. */
export function mainConfiguration({ directory, domain, mailUid, mailGid }: PostfixLayout): string {
  const settings = {
    compatibility_level: '3.6',
    queue_directory: join(directory, 'queue'),
    data_directory: join(directory, 'data'),
    maillog_file: join(directory, 'log', 'mail.log'),
    maillog_file_prefixes: directory,
    myhostname: `postfix.${domain}`,
    mydestination: '',
    mynetworks: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    alias_maps: '',
    alias_database: '',
    virtual_mailbox_domains: domain,
    virtual_mailbox_base: '/',
    virtual_mailbox_maps: `texthash:${join(directory, 'etc', 'mailboxes')}`,
    virtual_alias_maps: `texthash:${join(directory, 'etc', 'aliases')}`,
    virtual_mailbox_limit: '0',
    virtual_minimum_uid: '1',
    virtual_uid_maps: `static:${mailUid}`,
    virtual_gid_maps: `static:${mailGid}`,
    smtpd_relay_restrictions: 'reject_unauth_destination',
    // Bounces to anybody else end here: there is no service that speaks to other machines.
    default_transport: 'error:this server does not send mail anywhere',
    relay_transport: 'error:this server does not send mail anywhere',
    smtpd_client_connection_count_limit: '0',
    biff: 'no',
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('')
}

/** Only the services that taking a mail and putting it into a Maildir needs; none in a chroot. */
export function masterConfiguration(port: number): string {
  const services = [
    [`127.0.0.1:${port}`, 'inet', 'n', '-', 'n', '-', '-', 'smtpd'],
    ['cleanup', 'unix', 'n', '-', 'n', '-', '0', 'cleanup'],
    ['qmgr', 'unix', 'n', '-', 'n', '300', '1', 'qmgr'],
    ['rewrite', 'unix', '-', '-', 'n', '-', '-', 'trivial-rewrite'],
    ['bounce', 'unix', '-', '-', 'n', '-', '0', 'bounce'],
    ['defer', 'unix', '-', '-', 'n', '-', '0', 'bounce'],
    ['trace', 'unix', '-', '-', 'n', '-', '0', 'bounce'],
    ['proxymap', 'unix', '-', '-', 'n', '-', '-', 'proxymap'],
    ['error', 'unix', '-', '-', 'n', '-', '-', 'error'],
    ['retry', 'unix', '-', '-', 'n', '-', '-', 'error'],
    ['virtual', 'unix', '-', 'n', 'n', '-', '-', 'virtual'],
    ['anvil', 'unix', '-', '-', 'n', '-', '1', 'anvil'],
    ['postlog', 'unix-dgram', 'n', '-', 'n', '-', '1', 'postlogd'],
  ]
  return services.map((service) => `${service.join(' ')}\n`).join('')
}

/** The slash at the end says Maildir. */
export function mailboxMap({ mailboxes }: PostfixLayout): string {
  return mailboxes.map(({ user, directory }) => `${user} ${directory.replace(/^\//, '')}/\n`).join('')
}

export function aliasMap({ aliases }: PostfixLayout): string {
  return aliases.map(([address, target]) => `${address} ${target}\n`).join('')
}
