/**
 * What is published about a domain. A name or a type of record that does not exist gives an empty list; what could
 * not be found out throws: that is no answer.
 */
export interface DnsResolver {
  /** The TXT records of a name, each joined from its pieces (RFC 7208 §3.3). Follows CNAME. */
  txt(name: string): Promise<readonly string[]>
  /** The MX records of a name, in any order. */
  mx(name: string): Promise<readonly MailExchange[]>
}

export interface MailExchange {
  /** Lower is asked first. */
  readonly priority: number
  /** `.` or empty for a domain that takes no mail (RFC 7505). */
  readonly exchange: string
}
