import type { Address } from '../api/types.ts'

/** Whom an address is shown as in a list. */
export function nameOf({ name, address }: Address): string {
  return name === '' ? address : name
}

/** An address with the name it carries. */
export function fullAddress({ name, address }: Address): string {
  return name === '' ? address : `${name} <${address}>`
}
