import { type ReactElement, useState } from 'react'
import type { Plan } from '../api/types.ts'
import { useWords } from '../language/language.ts'
import { buttonStyle } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { LaterMenu } from './later-menu.tsx'

interface Props {
  readonly disabled: boolean
  /** Nothing can be planned for later than this; null: whenever. */
  readonly until: Date | null
  readonly onPlan: (plan: Plan) => void
}

/** The button beside "send" that plans instead. */
export function SendLater({ disabled, until, onPlan }: Props): ReactElement {
  const words = useWords().later
  const [cancels, setCancels] = useState(true)
  return (
    <LaterMenu
      choice={{ cancels, onChange: setCancels }}
      until={until}
      onChoose={(at) => onPlan({ sendAt: at.toISOString(), cancelIfAnswered: cancels })}
      trigger={
        <button
          type="button"
          disabled={disabled}
          aria-label={words.title}
          title={words.title}
          className={buttonStyle('outline')}
        >
          <Icon name="clock" className="text-muted" />
          <Icon name="chevron" className="size-3 text-muted" />
        </button>
      }
    />
  )
}
