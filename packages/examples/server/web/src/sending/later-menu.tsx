import { Menu as Base } from '@base-ui/react/menu'
import { type ReactElement, useState } from 'react'
import { dayAndTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useNow } from '../state/now.ts'
import { Icon } from '../ui/icon.tsx'
import { Menu, menuItemStyle } from '../ui/menu.tsx'
import { laterTimes } from './later-times.ts'
import { OwnTime } from './own-time.tsx'

/** Whether an answer is cancelled when the customer writes before it leaves. */
export interface CancelChoice {
  readonly cancels: boolean
  readonly onChange: (cancels: boolean) => void
}

interface Props {
  readonly trigger: ReactElement
  /** Null where that was decided before. */
  readonly choice: CancelChoice | null
  /** Nothing later than this is offered; null: whenever. */
  readonly until: Date | null
  readonly onChoose: (at: Date) => void
}

/** When an answer shall leave: the usual times, or one of one's own. */
export function LaterMenu({ trigger, choice, until, onChoose }: Props): ReactElement {
  const words = useWords().later
  const locale = useLocale()
  const now = useNow()
  const [isAsking, setAsking] = useState(false)
  const offered = laterTimes(now).filter(({ at }) => until === null || at < until)
  return (
    <>
      <Menu trigger={trigger}>
        {offered.map(({ key, at }) => (
          <Base.Item key={key} className={menuItemStyle} onClick={() => onChoose(at)}>
            <span className="flex-1">{words.times[key]}</span>
            <span className="pl-4 text-muted text-small">{dayAndTime(locale, at.toISOString(), now)}</span>
          </Base.Item>
        ))}
        <Base.Item className={menuItemStyle} onClick={() => setAsking(true)}>
          {words.own}
        </Base.Item>
        {choice !== null && (
          <>
            <Base.Separator className="my-1 border-t" />
            <Base.CheckboxItem
              checked={choice.cancels}
              onCheckedChange={choice.onChange}
              className={menuItemStyle}
            >
              <span className="flex size-4 items-center justify-center rounded-sm border border-field text-accent">
                <Base.CheckboxItemIndicator>
                  <Icon name="check" className="size-3.5" />
                </Base.CheckboxItemIndicator>
              </span>
              {words.cancels}
            </Base.CheckboxItem>
          </>
        )}
      </Menu>
      {isAsking && <OwnTime {...{ choice, until, onChoose }} onClose={() => setAsking(false)} />}
    </>
  )
}
