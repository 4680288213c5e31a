import { type ReactElement, type ReactNode, useId } from 'react'

interface Props {
  readonly title: string
  readonly children: ReactNode
}

/** A titled part of what is known of a contact. */
export function ContactSection({ title, children }: Props): ReactElement {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1.5">
      <h3 id={id} className="font-semibold text-muted text-small">
        {title}
      </h3>
      {children}
    </section>
  )
}
