import type { LineMark } from './mail-line.ts'

type Attributes = Readonly<Record<string, string>>

/**
 * What the markup of a mail program says about an element: that it holds a quote, that everything after its
 * start is one (`cut`), that it is the signature, or a rule. The words come after; they decide where it is silent.
 */
export function htmlMark(name: string, attributes: Attributes): LineMark {
  if (name === 'blockquote') return blockquoteMark(attributes)
  const id = (attributes.id ?? '').toLowerCase()
  const classes = ` ${(attributes.class ?? '').toLowerCase()} `
  if (isCut(id, attributes)) return 'cut'
  if (name === 'hr') return 'rule'
  if (isQuote(id, classes, attributes)) return 'quote'
  return isSignature(id, classes, attributes) ? 'signature' : null
}

/** With a line at its left, or a word about quoting, it is a quote; the indentation of editors is none. */
function blockquoteMark(attributes: Attributes): LineMark {
  const style = compact(attributes.style)
  const says = `${attributes.type ?? ''} ${attributes.class ?? ''} ${attributes.id ?? ''}`.toLowerCase()
  if ('cite' in attributes || /cite|quote|\bqt\b/.test(says)) return 'quote'
  if (/border(?:-left)?:none|border(?:-left)?:0|border-width:0/.test(style)) return null
  return style.includes('border-left') ? 'quote' : 'indent'
}

/** Outlook on the web, Hotmail, Roundcube, Zimbra: the copy follows this element rather than being in it. */
const cutIds = ['appendonsend', 'divrplyfwdmsg', 'stopspelling', 'reply-intro', 'zwchr']
const cutMarkers = ['__DIVIDER__', '__HEADERS__']

function isCut(id: string, attributes: Attributes): boolean {
  if (cutIds.some((known) => id.endsWith(known))) return true
  return cutMarkers.includes(attributes['data-marker'] ?? '') || isOutlookBorder(attributes.style)
}

/** Parts of the classes in which mail programs wrap what they copy; some put a part of their own in front. */
const quoteClasses = [
  ...[' gmail_quote', ' gmail_attr ', ' protonmail_quote ', 'yahoo_quoted', ' moz-cite-prefix '],
  ...[
    ' moz-forward-container ',
    ' tutanota_quote ',
    ' yahoo-quoted',
    ' front-blockquote ',
    ' quotedmessage ',
  ],
  ...[' zmail_extra ', ' freebird_quote ', ' hmquote ', ' cm_quote ', ' missive_quote ', ' freshdesk_quote '],
  ...[' ms-outlook-mobile-reference-message ', ' reply-quote ', ' mailquote ', ' email_quote ', ' qt '],
]
const quoteIds = [
  ...['olk_src_body_section', 'isforwardcontent', 'qt', 'replysplit', 'original-content', 'reply_quote'],
  ...['mail-editor-reference-message-container', 'blockquote_zmail', 'quoted_message', 'mailquote'],
]
const quoteNames = ['messageReplySection', 'quote', 'quoted-content', 'mailQuote']

function isQuote(id: string, classes: string, attributes: Attributes): boolean {
  if (attributes['data-marker'] === '__QUOTED_TEXT__' || quoteNames.includes(attributes.name ?? ''))
    return true
  if (quoteIds.some((known) => id === known || id === `x_${known}`)) return true
  if (id.startsWith('cm_replymail') || id.includes('yahoo_quoted')) return true
  return quoteClasses.some((known) => classes.replace(/ x_/g, ' ').includes(known))
}

const signatureClasses = [
  ...[' gmail_signature', ' moz-signature ', ' protonmail_signature_block', ' tutanota_signature '],
  ...[
    ' ms-outlook-mobile-signature ',
    ' front-signature ',
    ' signature-container ',
    ' signature ',
    ' email-signature ',
  ],
  ...[
    ' -x-evo-signature ',
    ' zmail_signature_below ',
    'yahoo_signature',
    ' mail-signature ',
    ' missive_signature ',
  ],
]
const signatureIds = [
  ...['signature', 'applemailsignature', 'ms-outlook-mobile-signature', 'x_signature', 'composer_signature'],
  ...['x_ms-outlook-mobile-signature', 'x_applemailsignature', 'email_signature', '_rc_sig', 'zm-_sign_'],
]

function isSignature(id: string, classes: string, attributes: Attributes): boolean {
  if (attributes['data-signatureblock'] === 'true' || attributes['data-marker'] === '__SIG_POST__')
    return true
  return signatureIds.includes(id) || signatureClasses.some((known) => classes.includes(known))
}

/** The greys and blues of the line that Outlook and Windows Mail draw above a copied message. */
const borders = ['#e1e1e1', '#b5c4df', '#e5e5e5', 'rgb(225,225,225)', 'rgb(229,229,229)', 'rgb(181,196,223)']

function isOutlookBorder(written: string | undefined): boolean {
  if (written?.includes('border') !== true) return false
  const style = compact(written)
  if (/border-top:solid(?:#[0-9a-f]{6}|windowtext)1\.0pt|border-top:#[0-9a-f]{6}1\.0ptsolid/.test(style))
    return true
  const isAbove =
    style.includes('border-top') || /border-style:solidnonenone|border-width:1ptmedium/.test(style)
  return isAbove && !style.includes('border-left:1') && borders.some((colour) => style.includes(colour))
}

function compact(style: string | undefined): string {
  return (style ?? '').slice(0, 1000).toLowerCase().replace(/\s+/g, '')
}
