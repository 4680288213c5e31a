import type { ReactElement } from 'react'
import { useExplanation } from '../api/rearrange.ts'
import type { MessageExplanation } from '../api/types.ts'
import { exactTime } from '../language/dates.ts'
import { useLocale, useWords } from '../language/language.ts'
import { goTo } from '../state/location.ts'
import { Dialog } from '../ui/dialog.tsx'

interface Props {
  readonly messageId: string
  readonly open: boolean
  readonly onClose: () => void
}

/** Why a message is in its conversation. */
export function ExplanationDialog({ messageId, open, onClose }: Props): ReactElement {
  const words = useWords()
  const { data } = useExplanation(open ? messageId : null)
  return (
    <Dialog open={open} title={words.rearranging.why} onClose={onClose}>
      <div className="flex flex-col gap-3 overflow-y-auto px-5 py-4">
        {data === undefined ? (
          <p className="text-muted">{words.app.loading}</p>
        ) : (
          <Explanation explanation={data} onClose={onClose} />
        )}
      </div>
    </Dialog>
  )
}

function Explanation({
  explanation,
  onClose,
}: {
  readonly explanation: MessageExplanation
  readonly onClose: () => void
}): ReactElement {
  const words = useWords()
  const locale = useLocale()
  const { rule, evidence, answers, refused, moves } = explanation
  const rearranging = words.rearranging
  const isOurs = rule === 'reply' || rule === 'forward'
  const isId = evidence !== '' && !isOurs
  return (
    <>
      <p>{rearranging.rules[rule]}</p>
      {answers !== null && !isOurs && <p>{rearranging.answers}</p>}
      {isId && (
        <p className="text-muted text-small">
          {rearranging.evidence}
          {rearranging.colon} <code className="wrap-anywhere">{evidence}</code>
        </p>
      )}
      {refused.map(({ conversationId, subject, because }) => (
        <div key={conversationId} className="rounded-md bg-caution-soft px-2.5 py-1.5 text-small">
          <p className="font-semibold">{rearranging.refusedTitle}</p>
          <p>
            {subject === null ? (
              rearranging.gone
            ) : (
              <button
                type="button"
                className="min-h-6 underline underline-offset-2"
                onClick={() => {
                  onClose()
                  goTo({ conversation: conversationId })
                }}
              >
                {subject === '' ? words.list.noSubject : subject}
              </button>
            )}
            {rearranging.colon} {rearranging.refusals[because]}
          </p>
        </div>
      ))}
      {moves.map(({ cause, at, actor }) => (
        <p key={`${cause} ${at}`} className="text-small">
          {rearranging.moves[cause]}, {exactTime(locale, at)}
          {actor.kind === 'person' && ` (${actor.id})`}
        </p>
      ))}
    </>
  )
}
