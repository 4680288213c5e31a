/** Whether a number is in a set such as `1:3,7,9:*`, where `*` is the newest; ends may stand in any order. */
export function isInSet(set: string, number: number, newest: number): boolean {
  const end = (text: string) => (text === '*' ? newest : Number(text))
  return set.split(',').some((run) => {
    const [first = '', last = first] = run.split(':')
    const [one, other] = [end(first), end(last)]
    return number >= Math.min(one, other) && number <= Math.max(one, other)
  })
}
