/** No scripts, no forms; the origin only so that the height can be measured; links open in pages of their own. */
export const frameSandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'

/** What the frame may load: nothing, but pictures that came with the mail and, if allowed, pictures of others. */
function policy(remoteImages: 'blocked' | 'allowed'): string {
  const pictures = remoteImages === 'allowed' ? 'data: https: http:' : 'data:'
  return `default-src 'none'; style-src 'unsafe-inline'; img-src ${pictures}; form-action 'none'; base-uri 'none'`
}

const look = `
  body { margin: 0; padding: 12px; font: 15px/1.5 system-ui, sans-serif; color: #1c1b1a; background: #fff;
    overflow-wrap: anywhere; }
  img { max-width: 100%; height: auto; }
  table { max-width: 100%; }
  blockquote { margin: 8px 0; padding-left: 12px; border-left: 2px solid #d6d3d1; }`

/** The document of a frame that shows a stranger's HTML. */
export function framePage(html: string, remoteImages: 'blocked' | 'allowed'): string {
  const head = [
    '<meta charset="utf-8"><meta name="referrer" content="no-referrer">',
    `<meta http-equiv="Content-Security-Policy" content="${policy(remoteImages)}">`,
    `<style>${look}</style>`,
  ]
  return `<!doctype html><html><head>${head.join('')}</head><body>${html}</body></html>`
}
