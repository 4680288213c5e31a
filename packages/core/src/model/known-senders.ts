import type { DomainSender } from './deliverability.ts'

/**
 * Services by the name under which `deliverability.check` knows them, as their documentation tells to publish them.
 * SendGrid and SES choose the selectors of every domain themselves: those are passed by whoever knows them.
 */
export const knownSenders = {
  'google-workspace': {
    name: 'Google Workspace',
    spfInclude: '_spf.google.com',
    dkim: [{ selector: 'google' }],
  },
  'microsoft-365': {
    name: 'Microsoft 365',
    spfInclude: 'spf.protection.outlook.com',
    dkim: [{ selector: 'selector1' }, { selector: 'selector2' }],
  },
  ovh: { name: 'OVHcloud', spfInclude: 'mx.ovh.com', dkim: [] },
  sendgrid: { name: 'SendGrid', spfInclude: 'sendgrid.net', dkim: [] },
  ses: { name: 'Amazon SES', spfInclude: 'amazonses.com', dkim: [] },
} as const satisfies Readonly<Record<string, DomainSender>>

export type KnownSender = keyof typeof knownSenders
