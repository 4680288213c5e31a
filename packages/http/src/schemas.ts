import { z } from 'zod'

/** An id of ours. Anything else cannot exist, so it is answered like an id that does not exist. */
export const idSchema = z.guid()

/** The parameters of a path that ends in `{id}`. */
export const idParams = z.strictObject({ id: idSchema })

/** A moment, RFC 3339 with its offset. */
export const dateTimeInput = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

/** Query parameters are texts; `Number('')` and `Number(' 1e3')` are numbers nobody meant. */
const limitSchema = z.string().regex(/^\d+$/, 'a limit is a whole number').transform(Number)

/** The query of every list. */
export const pageQuery = z.strictObject({
  cursor: z.string().min(1).max(2000).exactOptional(),
  limit: limitSchema.pipe(z.number().min(1).max(200)).exactOptional(),
})
