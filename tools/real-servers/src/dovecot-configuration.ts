export interface DovecotConfigurationInput {
  readonly directory: string
  readonly port: number
  readonly tlsPort: number
  readonly tls: boolean
  /** Where access tokens are asked about; null: passwords only. */
  readonly tokenInfoUrl: string | null
  readonly owner: {
    readonly uid: number
    readonly gid: number
    /** Null under root. */
    readonly names: { readonly user: string; readonly group: string } | null
  }
}

/** The configuration of a throw-away Dovecot 2.3 that root or a normal user can run. */
export function dovecotConfiguration(input: DovecotConfigurationInput): string {
  const { directory, port, tlsPort, tls, owner, tokenInfoUrl } = input
  const certificate = [`ssl_cert = <${directory}/tls.crt`, `ssl_key = <${directory}/tls.key`]
  return `protocols = imap
base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = ${directory}/log/dovecot.log
instance_name = guichet-test
listen = 127.0.0.1
${owner.names === null ? '' : ownUser(owner.names)}
mail_uid = ${owner.uid}
mail_gid = ${owner.gid}
first_valid_uid = ${Math.min(owner.uid, 500)}
first_valid_gid = ${Math.min(owner.gid, 500)}
ssl = ${tls ? 'yes' : 'no'}
${tls ? certificate.join('\n') : ''}
disable_plaintext_auth = no
auth_mechanisms = plain login${tokenInfoUrl === null ? '' : ' xoauth2 oauthbearer'}
auth_failure_delay = 0
mail_location = maildir:${directory}/mail/%u:INDEX=${directory}/index/%u
mailbox_list_index = yes
mailbox_idle_check_interval = 1s
protocol imap {
  mail_max_userip_connections = 200
}
namespace inbox {
  inbox = yes
  separator = /
  ${['Sent', 'Archive', 'Trash', 'Junk', 'Drafts'].map(specialFolder).join('\n  ')}
}
${tokenInfoUrl === null ? '' : tokenDatabase(directory)}
passdb {
  driver = passwd-file
  args = scheme=plain username_format=%u ${directory}/passwd
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${directory}/mail/%u
}
service anvil {
  chroot =
  # No growing pause after a wrong password.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tls ? tlsPort : 0}
    ssl = ${tls ? 'yes' : 'no'}
  }
}
service stats {
  client_limit = 1000
}
`
}

function tokenDatabase(directory: string): string {
  return `passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = ${directory}/oauth2.conf\n}`
}

function ownUser({ user, group }: { readonly user: string; readonly group: string }): string {
  return `default_internal_user = ${user}\ndefault_internal_group = ${group}\ndefault_login_user = ${user}`
}

function specialFolder(name: string): string {
  return `mailbox ${name} {\n    special_use = \\${name}\n    auto = create\n  }`
}
