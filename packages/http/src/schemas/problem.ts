import { z } from 'zod'
import { accountProblemSchema, problemWordsSchema } from './integration.ts'

/** An error as it is answered: RFC 9457 with our code and the fields at fault. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  field: z.string().exactOptional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).exactOptional(),
  problems: z
    .array(
      accountProblemSchema.extend({ words: z.object({ en: problemWordsSchema, fr: problemWordsSchema }) }),
    )
    .exactOptional(),
  correlationId: z.string().exactOptional(),
})
