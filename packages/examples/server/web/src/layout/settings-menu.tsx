import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement } from 'react'
import { usePermissions } from '../api/session.ts'
import { useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { languages, preferences, setPreferences, themes } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, menuItemStyle } from '../ui/menu.tsx'

const languageNames = { fr: 'Français', en: 'English' } as const

/** Language, appearance, and the keyboard. */
export function SettingsMenu({ onHelp }: { readonly onHelp: () => void }): ReactElement {
  const words = useWords()
  const { language, theme } = useStore(preferences)
  const { canManage, canWrite } = usePermissions()
  return (
    <Menu trigger={<IconButton icon="settings" label={words.app.settings} />}>
      <Base.RadioGroup value={language} onValueChange={(value) => setPreferences({ language: value })}>
        <Base.GroupLabel className={groupStyle}>{words.app.language}</Base.GroupLabel>
        {languages.map((value) => (
          <Option key={value} value={value} label={languageNames[value]} lang={value} />
        ))}
      </Base.RadioGroup>
      <Base.RadioGroup value={theme} onValueChange={(value) => setPreferences({ theme: value })}>
        <Base.GroupLabel className={groupStyle}>{words.app.theme}</Base.GroupLabel>
        {themes.map((value) => (
          <Option key={value} value={value} label={words.app.themes[value]} />
        ))}
      </Base.RadioGroup>
      <Base.Separator className="my-1 border-t" />
      {canWrite &&
        (['mails', 'deliverability'] as const).map((page) => (
          <Base.Item key={page} className={menuItemStyle} onClick={() => goTo({ page, conversation: null })}>
            <Icon name={page === 'mails' ? 'email' : 'check'} className="text-muted" />
            {words.pages[page]}
          </Base.Item>
        ))}
      {canManage && (
        <Base.Item className={menuItemStyle} onClick={() => goTo({ page: 'endpoints', conversation: null })}>
          <Icon name="webhook" className="text-muted" />
          {words.endpoints.title}
        </Base.Item>
      )}
      <Base.Item className={menuItemStyle} onClick={onHelp}>
        <Icon name="help" className="text-muted" />
        <span className="flex-1">{words.shortcuts.title}</span>
        <kbd className="font-sans text-muted text-small">?</kbd>
      </Base.Item>
    </Menu>
  )
}

const groupStyle = 'px-2 pt-2 pb-1 font-semibold text-muted text-small'

interface OptionProps {
  readonly value: string
  readonly label: string
  readonly lang?: string
}

function Option({ value, label, lang }: OptionProps): ReactElement {
  return (
    <Base.RadioItem value={value} lang={lang} className={menuItemStyle}>
      <span className="flex size-4 text-accent">
        <Base.RadioItemIndicator>
          <Icon name="check" />
        </Base.RadioItemIndicator>
      </span>
      {label}
    </Base.RadioItem>
  )
}
