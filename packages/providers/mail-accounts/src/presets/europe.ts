import { ordinary, type Preset, tlsServers } from './preset.ts'

const ionosCountries = [
  { suffix: 'fr', mx: ['mx00.ionos.fr', 'mx01.ionos.fr', 'mx00.1and1.fr', 'mx01.1and1.fr'] },
  { suffix: 'de', mx: ['mx00.ionos.de', 'mx01.ionos.de', 'mx00.kundenserver.de', 'mx01.kundenserver.de'] },
  { suffix: 'com', mx: ['mx00.ionos.com', 'mx01.ionos.com', 'mx00.1and1.com', 'mx01.1and1.com'] },
  { suffix: 'es', mx: ['mx00.ionos.es', 'mx01.ionos.es', 'mx00.1and1.es', 'mx01.1and1.es'] },
  { suffix: 'it', mx: ['mx00.ionos.it', 'mx01.ionos.it'] },
  { suffix: 'co.uk', mx: ['mx00.ionos.co.uk', 'mx01.ionos.co.uk', 'mx00.1and1.co.uk', 'mx01.1and1.co.uk'] },
]

/** Other providers of Europe. */
export const europeanPresets: readonly Preset[] = [
  ...ionosCountries.map(({ suffix, mx }) => ({
    ...ordinary,
    ...tlsServers(`imap.ionos.${suffix}`, `smtp.ionos.${suffix}`),
    key: `ionos-${suffix.replace('.', '-')}`,
    name: 'IONOS',
    domains: [],
    mx,
    helpUrl: `https://www.ionos.${suffix}${suffix === 'fr' ? '/assistance' : suffix === 'de' ? '/hilfe' : '/help'}`,
  })),
  {
    ...ordinary,
    ...tlsServers('imap.gmx.net', 'mail.gmx.net'),
    key: 'gmx',
    name: 'GMX',
    domains: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.eu'],
    helpUrl: 'https://hilfe.gmx.net/pop-imap/einschalten.html',
    remarks: {
      en: 'IMAP has to be switched on in the GMX settings first; with two-factor login an app password is needed.',
      fr: 'L’IMAP doit d’abord être activé dans les réglages GMX ; avec la double authentification, il faut un mot de passe d’application.',
    },
  },
  {
    ...ordinary,
    ...tlsServers('imap.gmx.com', 'mail.gmx.com'),
    key: 'gmx-international',
    name: 'GMX',
    domains: ['gmx.com', 'gmx.fr', 'gmx.us', 'gmx.co.uk', 'gmx.es', 'caramail.com', 'caramail.fr'],
    helpUrl: 'https://support.gmx.com/pop-imap/toggle.html',
    remarks: {
      en: 'IMAP has to be switched on in the GMX settings first.',
      fr: 'L’IMAP doit d’abord être activé dans les réglages GMX.',
    },
  },
  {
    ...ordinary,
    ...tlsServers('imap.web.de', 'smtp.web.de'),
    key: 'web.de',
    name: 'WEB.DE',
    domains: ['web.de'],
    helpUrl: 'https://hilfe.web.de/pop-imap/einschalten.html',
    remarks: {
      en: 'IMAP has to be switched on in the WEB.DE settings first.',
      fr: 'L’IMAP doit d’abord être activé dans les réglages WEB.DE.',
    },
  },
  {
    ...ordinary,
    ...tlsServers('secureimap.t-online.de', 'securesmtp.t-online.de'),
    key: 't-online',
    name: 'T-Online',
    domains: ['t-online.de', 'magenta.de'],
    logins: ['app-password'],
    helpUrl: 'https://www.telekom.de/hilfe',
    remarks: {
      en: 'T-Online wants the separate password for mail programs that is set in its customer centre.',
      fr: 'T-Online demande le mot de passe séparé pour logiciels de messagerie, défini dans son espace client.',
    },
  },
  {
    ...ordinary,
    ...tlsServers('posteo.de', 'posteo.de'),
    key: 'posteo',
    name: 'Posteo',
    domains: ['posteo.de', 'posteo.net', 'posteo.fr'],
    helpUrl: 'https://posteo.de/en/help',
  },
  {
    ...ordinary,
    ...tlsServers('imap.mailbox.org', 'smtp.mailbox.org'),
    key: 'mailbox.org',
    name: 'mailbox.org',
    domains: ['mailbox.org'],
    mx: ['.mailbox.org'],
    helpUrl: 'https://kb.mailbox.org',
  },
]
