import { type ReactElement, useCallback, useMemo, useState } from 'react'

/** Tall mail scrolls inside its frame: a frame that grows with its content could push everything else away. */
const maxHeight = 6_000
const minHeight = 80

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

/**
 * A stranger's HTML, already made safe by the server, in a frame without scripts. It shares our origin only so that
 * its height can be measured; with scripts forbidden nothing in it can use that.
 */
export function HtmlFrame({
  html,
  remoteImages,
  title,
}: {
  readonly html: string
  readonly remoteImages: 'blocked' | 'allowed'
  readonly title: string
}): ReactElement {
  const [height, setHeight] = useState(minHeight)
  const page = useMemo(
    () =>
      `<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="Content-Security-Policy" content="${policy(remoteImages)}"><style>${look}</style></head><body>${html}</body></html>`,
    [html, remoteImages],
  )
  const measure = useCallback((frame: HTMLIFrameElement | null) => {
    if (frame === null) return
    const update = (): void => {
      const wanted = frame.contentDocument?.documentElement.scrollHeight ?? minHeight
      setHeight(Math.min(maxHeight, Math.max(minHeight, wanted)))
    }
    frame.addEventListener('load', () => {
      update()
      // Pictures arrive later, and a window that is made narrower makes the mail longer.
      const body = frame.contentDocument?.body
      if (body !== undefined && body !== null) new ResizeObserver(update).observe(body)
    })
  }, [])
  return (
    <iframe
      ref={measure}
      title={title}
      srcDoc={page}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      className="w-full rounded-md border bg-white"
      style={{ height }}
    />
  )
}
