import type { ReactElement } from 'react'
import { errorAt, type Problem } from '../api/problem.ts'
import { useWords } from '../language/language.ts'
import { TextField } from '../ui/text-field.tsx'

interface Props {
  readonly address: string
  readonly problem: Problem | null
  readonly isSearching: boolean
  readonly onChange: (address: string) => void
}

/** All that is asked at first. */
export function AddressStep({ address, problem, isSearching, onChange }: Props): ReactElement {
  const words = useWords()
  return (
    <>
      <p className="text-muted">{words.account.intro}</p>
      <TextField
        label={words.connect.address}
        type="email"
        required
        autoComplete="off"
        value={address}
        error={errorAt(problem, 'address')}
        onChange={onChange}
      />
      {isSearching && (
        <p role="status" className="text-muted">
          {words.account.searching}
        </p>
      )}
    </>
  )
}
