import type { ReactElement, ReactNode } from 'react'
import { useMeasure } from '../api/reply-options.ts'
import type { TextMeasure } from '../api/types.ts'
import { useLocale, useWords } from '../language/language.ts'
import { replaceCostly } from './replace-costly.ts'

interface Props {
  readonly id: string
  readonly conversationId: string
  readonly text: string
  /** Null: any length. */
  readonly maxCharacters: number | null
  readonly children: ReactNode
}

/** While a text is written: how long it is, what it costs, and which characters make it dear. */
export function TextCounter(props: Props): ReactElement {
  const { id, conversationId, text, maxCharacters, children } = props
  const words = useWords().texting
  const locale = useLocale()
  const measure = useMeasure(conversationId, text)
  const length = [...text].length
  const excess = maxCharacters === null ? 0 : length - maxCharacters
  const number = new Intl.NumberFormat(locale)
  const counted = measure !== null && measure.encoding !== null ? measure : null
  const isNearLimit = maxCharacters !== null && length > maxCharacters * 0.8
  return (
    <div id={id} className="min-w-52 flex-1 pl-1 text-muted text-small tabular-nums">
      <p>
        {isNearLimit
          ? words.ofCharacters(number.format(length), number.format(maxCharacters))
          : words.characters(length)}
        {counted !== null && (
          <>
            <span aria-hidden="true"> · </span>
            <span className={counted.segments > 1 ? 'font-semibold text-ink' : ''}>
              {words.sms(counted.segments)}
            </span>
            <span aria-hidden="true"> · </span>
            {words.charactersLeft(counted.unitsLeft)}
          </>
        )}
      </p>
      {excess > 0 && (
        <p role="alert" className="font-medium text-danger">
          {words.tooLong(excess)}
        </p>
      )}
      {counted !== null && counted.costly.length > 0 && (
        <CostlyNote conversationId={conversationId} text={text} measure={counted} />
      )}
      {children}
    </div>
  )
}

const shownCostly = 6

interface CostlyProps {
  readonly conversationId: string
  readonly text: string
  readonly measure: TextMeasure
}

/** Characters outside the usual alphabet of SMS: what the text would cost without them is the channel's own count. */
function CostlyNote({ conversationId, text, measure }: CostlyProps): ReactElement | null {
  const words = useWords().texting
  const without = useMeasure(conversationId, replaceCostly(text, measure.costly))
  if (without === null || without.encoding === 'ucs2') return null
  const { costly, segments } = measure
  return (
    <p className="flex flex-wrap items-center gap-1 text-caution">
      {words.costly(segments, without.segments)}
      {costly.slice(0, shownCostly).map((character) => (
        <span key={character} className="min-w-5 rounded-sm bg-caution-soft px-1 text-center font-semibold">
          {character}
        </span>
      ))}
      {costly.length > shownCostly && '…'}
    </p>
  )
}
