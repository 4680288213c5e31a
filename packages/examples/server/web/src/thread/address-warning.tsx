import type { ReactElement } from 'react'
import { useAddressMarks, useClearAddressMarks } from '../api/address-marks.ts'
import { problemOf } from '../api/problem.ts'
import type { AddressMark } from '../api/types.ts'
import type { Dictionary } from '../language/french.ts'
import { useWords } from '../language/language.ts'
import { notify } from '../state/notices.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { failureCause } from './failure-cause.ts'

/** Before an answer is written: that the last one did not arrive, or was called spam. */
export function AddressWarning({ address }: { readonly address: string }): ReactElement | null {
  const words = useWords()
  const { data: marks = [] } = useAddressMarks(address)
  const { mutate: clear, isPending } = useClearAddressMarks()
  if (marks.length === 0) return null
  const onClear = () =>
    clear(address, {
      onError: (error) => notify(words.problems[problemOf(error).code], { tone: 'danger' }),
    })
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-lg bg-caution-soft py-2 pr-2 pl-3"
    >
      <Icon name="warning" className="text-caution" />
      <div className="min-w-52 flex-1">
        {marks.map((mark) => (
          <p key={mark.mark} className="font-medium wrap-anywhere">
            {sentence(mark, words)}
          </p>
        ))}
      </div>
      <Button disabled={isPending} onClick={onClear}>
        {words.addressWarning.clear}
      </Button>
    </div>
  )
}

function sentence(mark: AddressMark, { addressWarning, arrival }: Dictionary): string {
  if (mark.mark === 'complained') return addressWarning.complained(mark.address)
  if (mark.mark === 'opted-out') return addressWarning.optedOut(mark.address)
  if (mark.kind === 'hard') return addressWarning.dead(mark.address)
  return addressWarning.failed(mark.address, arrival.causes[failureCause(mark)])
}
