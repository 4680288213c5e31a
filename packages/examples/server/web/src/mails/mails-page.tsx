import { type ReactElement, useState } from 'react'
import type { MailFilter } from '../api/mails.ts'
import { usePermissions } from '../api/session.ts'
import { useWords } from '../language/language.ts'
import { WholePage } from '../layout/whole-page.tsx'
import { goTo } from '../state/location.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { MailList } from './mail-list.tsx'
import { OneMail } from './one-mail.tsx'
import { TestMailDialog } from './test-mail-dialog.tsx'

interface Props {
  /** The id of a mail; '' for all of them. */
  readonly chosen: string
  readonly className: string
}

/** The mail that the application sends in its own name, and what became of it. */
export function MailsPage({ chosen, className }: Props): ReactElement {
  const words = useWords()
  const { canManage } = usePermissions()
  // Kept while one mail is read.
  const [filter, setFilter] = useState<MailFilter>({ state: null, tag: null, recipient: '' })
  const [isTesting, setTesting] = useState(false)
  const isOne = chosen !== ''
  return (
    <>
      <WholePage
        title={words.pages.mails}
        back={isOne ? words.mails.backToList : words.mails.back}
        onBack={() => goTo({ page: isOne ? 'mails' : null })}
        action={
          canManage &&
          !isOne && (
            <Button onClick={() => setTesting(true)}>
              <Icon name="email" className="text-muted" />
              {words.mails.test}
            </Button>
          )
        }
        className={className}
      >
        {isOne ? <OneMail key={chosen} id={chosen} /> : <MailList filter={filter} onFilter={setFilter} />}
      </WholePage>
      {isTesting && <TestMailDialog onClose={() => setTesting(false)} />}
    </>
  )
}
