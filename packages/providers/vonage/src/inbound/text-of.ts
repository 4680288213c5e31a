import type { MessageBody } from '../payload/messages-body.ts'
import { mediaOf } from './media.ts'

/**
 * What a message says, for people of any language: signs instead of words where it says nothing in words. A kind that
 * nobody has foreseen is named in brackets, so that somebody sees that something came.
 */
export function textOf(body: MessageBody): string {
  const said = body.text || saidOtherwise(body) || mediaText(body)
  const text = said || `[${body.message_type || 'empty'}]`
  return [text, productText(body), referralText(body)].filter((line) => line !== '').join('\n\n')
}

function saidOtherwise(body: MessageBody): string {
  switch (body.message_type) {
    case 'location':
      return locationText(body)
    case 'contact':
      return contactText(body.contact)
    case 'reply':
      return lines([body.reply?.title, body.reply?.description])
    case 'button':
      return body.button?.text ?? ''
    case 'order':
      return orderText(body)
    case 'reaction':
      return body.reaction?.action === 'unreact' ? '✖️' : (body.reaction?.emoji ?? '')
    default:
      return ''
  }
}

const signs: Readonly<Record<string, string>> = {
  image: '📷',
  audio: '🎤',
  video: '🎬',
  sticker: '💟',
  vcard: '👤',
}

function mediaText(body: MessageBody): string {
  const media = mediaOf(body)
  const captions = lines(media.map(({ caption }) => caption))
  return captions || lines(media.map(({ kind, name }) => [signs[kind] ?? '📎', name ?? ''].join(' ').trim()))
}

function locationText({ location }: MessageBody): string {
  const { lat, long, name, address } = location ?? {}
  const label = [name, address].filter(Boolean).join(', ')
  const point = new URLSearchParams({ mlat: lat ?? '', mlon: long ?? '' })
  return lines([`📍 ${label}`.trim(), lat && long ? `https://www.openstreetmap.org/?${point}` : ''])
}

/** Contacts have no described form: names, numbers and addresses are found wherever they are. */
function contactText(contact: unknown): string {
  const found = stringsUnder(contact, /^(?:formatted_name|phone|email)$/)
  return found.length === 0 ? '👤' : `👤 ${found.join('\n')}`
}

function stringsUnder(value: unknown, wanted: RegExp): readonly string[] {
  const found: string[] = []
  const open: unknown[] = [value]
  // Breadth first, and bounded: the form is a stranger's.
  for (let seen = 0; open.length > 0 && seen < 1000 && found.length < 20; seen += 1) {
    const next = open.shift()
    if (typeof next !== 'object' || next === null) continue
    for (const [name, entry] of Object.entries(next).slice(0, 100)) {
      if (typeof entry === 'string' && wanted.test(name)) found.push(entry)
      else open.push(entry)
    }
  }
  return found
}

function orderText({ order }: MessageBody): string {
  const items = (order?.product_items ?? []).map((item) => {
    const price = [item.item_price, item.currency].filter(Boolean).join(' ')
    return `🛒 ${item.quantity ?? 1} × ${item.product_retailer_id ?? '?'}${price === '' ? '' : ` · ${price}`}`
  })
  return lines(items) || '🛒'
}

function productText({ context }: MessageBody): string {
  const product = context?.whatsapp_referred_product?.product_retailer_id
  return product ? `🛍️ ${product}` : ''
}

/** The advertisement through which somebody came. */
function referralText({ whatsapp }: MessageBody): string {
  const { headline, body, source_url } = whatsapp?.referral ?? {}
  const said = lines([headline || body, source_url])
  return said === '' ? '' : `↗ ${said}`
}

function lines(parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join('\n')
}
