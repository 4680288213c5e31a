import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement } from 'react'
import { Icon } from './icon.tsx'
import { Menu, menuItemStyle } from './menu.tsx'

interface Props {
  readonly trigger: ReactElement
  readonly title: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string; readonly depth?: number }[]
  readonly onChoose: (value: string) => void
}

const indents = ['', 'pl-3', 'pl-6', 'pl-9'] as const

/** A menu of which one entry is the present state. */
export function ChoiceMenu({ trigger, title, value, options, onChoose }: Props): ReactElement {
  return (
    <Menu trigger={trigger}>
      <Base.RadioGroup value={value} onValueChange={onChoose} aria-label={title}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} closeOnClick className={menuItemStyle}>
            <span className="flex size-4 items-center justify-center text-accent">
              <Base.RadioItemIndicator>
                <Icon name="check" />
              </Base.RadioItemIndicator>
            </span>
            <span className={`truncate ${indents[Math.min(option.depth ?? 0, 3)]}`}>{option.label}</span>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Menu>
  )
}
