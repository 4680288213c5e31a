import type { AnchorHTMLAttributes, MouseEvent, ReactElement } from 'react'
import { goTo, hrefOf, type Place } from '../state/location.ts'

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { readonly to: Place }

/** A real link to a place in the page: a plain click stays in the page, a modified one opens a tab. */
export function Link({ to, ...rest }: Props): ReactElement {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    goTo(to)
  }
  return <a {...rest} href={hrefOf(to)} onClick={follow} />
}
