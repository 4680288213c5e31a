import type { ReactElement } from 'react'
import type { Problem } from '../api/problem.ts'
import type { ChosenTemplate, TextTemplate } from '../api/types.ts'
import { dayAndTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { useNow } from '../state/now.ts'
import { ReplyNote } from './no-reply-note.tsx'
import { TemplateForm } from './template-form.tsx'

interface Props {
  /** Null when nobody ever wrote. */
  readonly closesAt: string | null
  readonly templates: readonly TextTemplate[]
  readonly problem: Problem | null
  readonly hasDraft: boolean
  readonly isSending: boolean
  readonly onSend: (template: ChosenTemplate, text: string) => void
}

/** The time for free answers is over: since when, why, and what can be sent instead. */
export function WindowNote(props: Props): ReactElement {
  const { closesAt, templates, problem, hasDraft, isSending, onSend } = props
  const words = useWords().texting
  const locale = useLocale()
  const now = useNow()
  return (
    <>
      <ReplyNote icon="clock">
        <p className="font-medium">
          {words.windowClosed(closesAt === null ? null : dayAndTime(locale, closesAt, now))}
        </p>
        <p>
          {templates.length === 0 ? words.noTemplates : words.windowRemedy}
          {hasDraft && ` ${words.keptDraft}`}
        </p>
      </ReplyNote>
      {/* A conflict is what this note says already. */}
      <TemplateForm
        {...{ templates, isSending, onSend }}
        problem={problem?.code === 'conflict' ? null : problem}
      />
    </>
  )
}

/** Until when free answers are taken. */
export function WindowOpen({ closesAt }: { readonly closesAt: string }): ReactElement {
  const words = useWords().texting
  const locale = useLocale()
  return <p>{words.windowUntil(dayAndTime(locale, closesAt, useNow()))}</p>
}
