import { type ReactElement, useCallback, useMemo, useState } from 'react'
import { framePage, frameSandbox } from './frame-page.ts'

/** Tall mail scrolls inside its frame: a frame that grows with its content could push everything else away. */
const maxHeight = 6_000
const minHeight = 80

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
  const page = useMemo(() => framePage(html, remoteImages), [html, remoteImages])
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
      sandbox={frameSandbox}
      referrerPolicy="no-referrer"
      className="w-full rounded-md border bg-white"
      style={{ height }}
    />
  )
}
