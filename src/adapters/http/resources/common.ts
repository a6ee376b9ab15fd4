import { z } from 'zod'

// Schemas of what is answered describe JSON, and have the types of what handlers hold: `JSON.stringify` writes the one as the other.

/** An id as it is always answered: in lower case. */
export const idOf = <Id extends string>() =>
  z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    .meta({ format: 'uuid' }) as unknown as z.ZodType<Id>

export const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .meta({ format: 'date-time', description: 'RFC 3339 in UTC, with milliseconds.' }) as unknown as z.ZodType<Date>

export const count = z.int().min(0)

export const listOf = <Item>(item: z.ZodType<Item>) => z.array(item) as unknown as z.ZodType<readonly Item[]>

export const page = <Item>(item: z.ZodType<Item>) =>
  z.strictObject({
    items: listOf(item),
    nextCursor: z.string().nullable().describe('Ask with it as `cursor` for the next page; `null` on the last.'),
  })
