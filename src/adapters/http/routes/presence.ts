import { z } from 'zod'
import type { ChangePresence } from '../../../application/presence/change-presence.js'
import type { ShowTyping } from '../../../application/presence/show-typing.js'
import type { ViewPresences } from '../../../application/presence/view-presences.js'
import type { PresenceSettings } from '../../../domain/presence.js'
import { listOf } from '../resources/common.js'
import { ownPresence, presence } from '../resources/presence.js'
import { type Route, route } from '../route.js'
import { chatParams, userId } from '../schemas.js'

export interface PresenceUseCases {
  readonly showTyping: ShowTyping
  readonly viewPresences: ViewPresences
  readonly changePresence: ChangePresence
}

/** Ids in one parameter, with commas between them, or in several. */
const presenceQuery = z.strictObject({
  userIds: z
    .union([z.string().max(4_000), z.array(z.string().max(4_000)).max(100)])
    .transform((given) => [given].flat().flatMap((text) => text.split(',')))
    .pipe(z.array(userId).min(1).max(100)),
})

const changes = z
  .strictObject({ visibility: z.enum(['everyone', 'nobody']).optional(), away: z.boolean().optional(), lastSeen: z.boolean().optional() })
  .transform(({ away, ...settings }) => ({ settings: settings as Partial<PresenceSettings>, ...(away === undefined ? {} : { away }) }))

export const presenceRoutes = (core: PresenceUseCases): readonly Route[] => [
  route({
    method: 'post',
    path: '/v1/chats/:chatId/typing',
    summary: 'Lets the others in a chat see that the caller is writing: at most once in 3 s, and nothing of it is kept.',
    access: 'bearer',
    params: chatParams,
    responses: { 204: null },
    handle: async ({ principal, params }) => {
      await core.showTyping.execute({ userId: principal.userId, ...params })
      return { status: 204 }
    },
  }),
  route({
    method: 'get',
    path: '/v1/presence',
    summary: 'How people are whom the caller knows: from a group, or from a private chat in which both have written. Others are left out.',
    access: 'bearer',
    limits: ['presence', 'presenceAccount'],
    query: presenceQuery,
    responses: { 200: z.strictObject({ items: listOf(presence) }) },
    handle: async ({ principal, query }) => ({
      status: 200,
      body: { items: await core.viewPresences.execute({ viewerId: principal.userId, userIds: query.userIds }) },
    }),
  }),
  route({
    method: 'patch',
    path: '/v1/me/presence',
    summary: 'Changes what others see of the caller, and whether they are away. Answers all of it.',
    access: 'bearer',
    limits: ['presence', 'presenceAccount'],
    body: changes,
    responses: { 200: ownPresence },
    handle: async ({ principal, body }) => ({
      status: 200,
      body: await core.changePresence.execute({ userId: principal.userId, ...body }),
    }),
  }),
]
