/** Control characters and blanks, which browsers take out of addresses before they read them. */
const ignored = /[\p{Cc}\p{Cf}\s]+/gu

/** Where a link in a mail may lead, or null: to the web, a mailbox, a telephone; never to a script or a file. */
export function safeLink(href: string): string | null {
  const address = href.replaceAll(ignored, '')
  return /^(?:https?:\/\/[^/]|mailto:|tel:)/i.test(address) ? address : null
}

/** An address that would be fetched from somebody's server: absolute, or without a scheme, also with backslashes. */
export function isRemote(source: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:)?[\\/]{2}/i.test(source.replaceAll(ignored, ''))
}

/** The https or http address of a picture, or null. */
export function remotePicture(source: string): string | null {
  const address = source.replaceAll(ignored, '')
  if (/^https?:\/\/[^/\\]/i.test(address)) return address
  return /^\/\/[^/\\]/.test(address) ? `https:${address}` : null
}
