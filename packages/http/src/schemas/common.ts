import { z } from 'zod'

/** An instant: a date for us, ISO 8601 in UTC on the wire. */
export const dateTime = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
})

/** A list that is answered whole. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item) })
}

/** One page of a list; `nextCursor` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** Who did something. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: z.string() }),
  z.object({ kind: z.literal('rule'), id: z.string() }),
  z.object({ kind: z.literal('system') }),
])

export const mediumSchema = z.enum(['email', 'sms', 'whatsapp', 'webhook'])
