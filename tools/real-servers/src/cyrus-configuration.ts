export interface CyrusConfigurationInput {
  readonly directory: string
  readonly programs: string
  readonly port: number
  readonly owner: { readonly user: string; readonly group: string }
}

/** `imapd.conf` and `cyrus.conf` of a throw-away Cyrus 3 that root or a normal user can run. */
export function cyrusConfiguration(input: CyrusConfigurationInput): { imapd: string; cyrus: string } {
  const { directory, programs, port, owner } = input
  const imapdPath = `${directory}/imapd.conf`
  return {
    imapd: `configdirectory: ${directory}/conf
defaultpartition: default
partition-default: ${directory}/spool
servername: localhost
cyrus_user: ${owner.user}
cyrus_group: ${owner.group}
allowplaintext: yes
sasl_pwcheck_method: saslauthd
sasl_saslauthd_path: ${directory}/passwords
sasl_mech_list: PLAIN
unixhierarchysep: yes
altnamespace: yes
virtdomains: off
autocreate_quota: 0
autocreate_post: yes
autocreate_inbox_folders: Sent | Archive | Junk | Trash
xlist-Sent: Sent
xlist-Archive: Archive
xlist-Junk: Junk
xlist-Trash: Trash
idlesocket: ${directory}/conf/socket/idle
imapidlepoll: 1
`,
    cyrus: `START {
  recover cmd="${programs}/ctl_cyrusdb -C ${imapdPath} -r"
}
SERVICES {
  imap cmd="${programs}/imapd -C ${imapdPath} -U 30" listen="127.0.0.1:${port}" prefork=0 proto="tcp4"
}
EVENTS {
}
DAEMON {
  idled cmd="${programs}/idled -C ${imapdPath}"
}
`,
  }
}
