import { z } from 'zod'
import type { SearchMessages } from '../../../application/search/search-messages.js'
import { endOfDay, parseDay } from '../../../domain/search/criteria.js'
import { page } from '../resources/common.js'
import { foundMessage } from '../resources/search.js'
import { type Route, route } from '../route.js'
import { chatId, pageOf, pageQuery, storable, userId } from '../schemas.js'

const aMillisecond = 1

/** A day in UTC, or a moment; answers both ends of it, the later one exclusive. */
const time = z.string().transform((text, context) => {
  const day = parseDay(text)
  if (day !== null) return { start: day, end: endOfDay(day) }
  const moment = z.iso.datetime({ offset: true }).safeParse(text)
  const start = new Date(text)
  if (moment.success && parseDay(start.toISOString().slice(0, 10)) !== null) return { start, end: new Date(start.getTime() + aMillisecond) }
  context.addIssue({ code: 'custom', message: 'must be a day such as 2026-01-31, or a time such as 2026-01-31T09:00:00Z' })
  return z.NEVER
})

const handle = z
  .string()
  .regex(/^@[A-Za-z0-9_]{3,32}$/, 'must be the id of a person, or @ and a handle')
  .transform((text): `@${string}` => `@${text.slice(1).toLowerCase()}`)

const searchMessagesQuery = pageQuery.extend({
  q: storable(200).default(''),
  chatId: chatId.optional(),
  from: z.union([userId, handle], 'must be the id of a person, or @ and a handle').optional(),
  after: time.optional(),
  before: time.optional(),
  sort: z.enum(['best', 'newest']).default('best'),
})

export const searchRoutes = ({ searchMessages }: { readonly searchMessages: SearchMessages }): readonly Route[] => [
  route({
    method: 'get',
    path: '/v1/search',
    summary: 'Messages by what they say, in all chats of the caller or in one.',
    access: 'bearer',
    limits: ['search', 'searchAccount'],
    query: searchMessagesQuery,
    responses: { 200: page(foundMessage) },
    problems: ['not_found'],
    handle: async ({ principal, query }) => {
      const filters = {
        chatId: query.chatId ?? null,
        from: query.from ?? null,
        since: query.after?.end ?? null,
        until: query.before?.start ?? null,
        order: query.sort,
      }
      const { userId: id } = principal
      return { status: 200, body: await searchMessages.execute({ userId: id, question: query.q, filters, page: pageOf(query) }) }
    },
  }),
]
