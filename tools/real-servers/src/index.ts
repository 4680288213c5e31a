export { type CyrusServer, cyrusMissing, startCyrus } from './cyrus.ts'
export { type DnsServer, startDnsServer } from './dns-server.ts'
export {
  type DovecotOptions,
  type DovecotServer,
  dovecotMissing,
  type MailUser,
  startDovecot,
} from './dovecot.ts'
export { freePort } from './free-port.ts'
export { type HamCorpus, hamMissing, unpackHam } from './ham-corpus.ts'
export { type ImapLogin, imapDialogue } from './imap-dialogue.ts'
export {
  type OAuthServer,
  type OAuthServerOptions,
  type SignInChoice,
  startOAuthServer,
} from './oauth-server.ts'
export { type PostfixOptions, type PostfixServer, postfixMissing, startPostfix } from './postfix.ts'
export {
  type PostgresServer,
  type PostgresServerOptions,
  postgresMissing,
  startPostgres,
} from './postgres.ts'
export { lintExposition, type PrometheusServer, prometheusMissing, startPrometheus } from './prometheus.ts'
export { skipUnless } from './require-server.ts'
export { selfSignedCertificate } from './self-signed-certificate.ts'
