import type { MessagePart } from '@guichet/core'
import { z } from 'zod'
import type { Parameters } from '../signature/legacy-signature.ts'
import { parametersOf } from './parameters.ts'

/** One part of a long SMS. */
export interface SmsPart {
  readonly index: number
  readonly parameters: Parameters
}

/** Callbacks of one long SMS as one raw message: each exactly as it came, in base64. */
const joinedSchema = z.object({
  joinedSms: z.object({
    total: z.int().min(1).max(255),
    parts: z
      .array(z.object({ index: z.int().min(1).max(255), callback: z.base64() }))
      .min(1)
      .max(255),
  }),
})

/** The raw message for parts that belong together. The same parts give the same bytes. */
export function joinedBytes(
  parts: readonly { readonly index: number; readonly content: Uint8Array }[],
  total: number,
): Uint8Array {
  const joined = parts.map(({ index, content }) => ({
    index,
    callback: Buffer.from(content).toString('base64'),
  }))
  return Buffer.from(JSON.stringify({ joinedSms: { total, parts: joined } }))
}

/** Null for what is no joined message. */
export function partsOf(value: unknown): { total: number; parts: readonly SmsPart[] } | null {
  const joined = joinedSchema.safeParse(value).data?.joinedSms
  if (joined === undefined) return null
  const parts = joined.parts.flatMap(({ index, callback }) => {
    const parameters = parametersOf(Buffer.from(callback, 'base64'))
    return parameters === null ? [] : [{ index, parameters }]
  })
  return { total: joined.total, parts }
}

/** Which part a legacy SMS is; null for one that is whole, or whose numbers make no sense. */
export function partOf(parameters: Parameters): MessagePart | null {
  const reference = parameters.get('concat-ref')
  const [index, total] = [count(parameters.get('concat-part')), count(parameters.get('concat-total'))]
  if (parameters.get('concat') !== 'true' || reference === undefined || total < 2) return null
  if (index < 1 || index > total || total > 255) return null
  const group = [parameters.get('msisdn'), parameters.get('to'), reference, total].join(':')
  return group.length > 200 ? null : { group, index, total }
}

function count(value: string | undefined): number {
  return /^\d{1,3}$/.test(value ?? '') ? Number(value) : 0
}
