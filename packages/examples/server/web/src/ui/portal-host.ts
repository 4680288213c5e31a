import { createRef, type RefObject } from 'react'

/** Where menus are put: inside the main landmark, so that screen readers find them in a part of the page. */
export const portalHost: RefObject<HTMLElement | null> = createRef<HTMLElement>()
