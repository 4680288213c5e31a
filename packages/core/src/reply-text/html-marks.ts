import type { LineMark } from './mail-line.ts'

type Attributes = Readonly<Record<string, string>>

/**
 * What the markup of a mail program says about an element: that it holds a quote, that everything after its
 * start is one (`cut`), that it is the signature, or a rule. The words come after; they decide where it is silent.
 */
export function htmlMark(name: string, attributes: Attributes): LineMark {
  if (name === 'blockquote') return 'quote'
  if (name === 'hr') return 'rule'
  const id = (attributes.id ?? '').toLowerCase()
  const classes = ` ${(attributes.class ?? '').toLowerCase()} `
  if (cutIds.some((known) => id.endsWith(known)) || isOutlookBorder(attributes.style)) return 'cut'
  if (isQuote(id, classes, attributes)) return 'quote'
  return isSignature(id, classes, attributes) ? 'signature' : null
}

/** Outlook on the web and Hotmail: the copy follows this element rather than being in it. */
const cutIds = ['appendonsend', 'divrplyfwdmsg', 'stopspelling', 'reply-intro']

/** Gmail, Proton, Yahoo, Zimbra, Outlook for Mac, Spark, Front, ConnectMail, Thunderbird. */
const quoteClasses = [
  ...[' gmail_quote', ' gmail_attr ', ' protonmail_quote ', ' yahoo_quoted ', ' moz-cite-prefix '],
  ...[
    ' moz-forward-container ',
    ' tutanota_quote ',
    ' yahoo-quoted',
    ' front-blockquote ',
    ' quotedmessage ',
  ],
  ...[' zmail_extra ', ' freebird_quote ', ' hmquote ', ' cm_quote '],
]
const quoteIds = [
  'olk_src_body_section',
  'yahoo_quoted',
  'isforwardcontent',
  'qt',
  'replysplit',
  'original-content',
]

function isQuote(id: string, classes: string, attributes: Attributes): boolean {
  if (attributes['data-marker'] === '__QUOTED_TEXT__' || attributes.name === 'messageReplySection')
    return true
  if (quoteIds.includes(id) || id.startsWith('cm_replymail') || id.startsWith('yahoo_quoted')) return true
  return quoteClasses.some((known) => classes.includes(known))
}

const signatureClasses = [
  ...[
    ' gmail_signature',
    ' moz-signature ',
    ' protonmail_signature_block ',
    ' tutanota_signature ',
    ' ms-outlook-mobile-signature ',
  ],
  ...[' front-signature ', ' signature-container '],
]
const signatureIds = ['signature', 'applemailsignature', 'ms-outlook-mobile-signature', 'x_signature']

function isSignature(id: string, classes: string, attributes: Attributes): boolean {
  if (attributes['data-signatureblock'] === 'true' || attributes['data-marker'] === '__SIG_POST__')
    return true
  return signatureIds.includes(id) || signatureClasses.some((known) => classes.includes(known))
}

/** The grey line that Outlook and Windows Mail draw above a copied message. */
function isOutlookBorder(style: string | undefined): boolean {
  if (style === undefined || !style.includes('border-top')) return false
  const compact = style.toLowerCase().replace(/\s+/g, '')
  if (/border-top:solid(?:#[0-9a-f]{6}|windowtext)1\.0pt|border-top:#[0-9a-f]{6}1\.0ptsolid/.test(compact))
    return true
  return compact.includes('border-top-color:rgb(229,229,229)') || compact.includes('border-top-color:#e5e5e5')
}
