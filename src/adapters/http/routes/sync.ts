import { z } from 'zod'
import type { SubscribeToChats } from '../../../application/chats/subscribe-to-chats.js'
import type { ChangeReader } from '../../../application/ports/change-reader.js'
import { changes } from '../resources/chats.js'
import { type Route, route } from '../route.js'
import { chatId, counter } from '../schemas.js'

export interface SyncUseCases {
  readonly subscribeToChats: SubscribeToChats
  readonly changes: ChangeReader
}

const held = z.strictObject({
  chats: z.array(z.strictObject({ id: chatId, seq: counter })),
  mine: counter.default(0),
  cursor: z.string().max(500).nullable().default(null),
})

export const syncRoutes = (core: SyncUseCases): readonly Route[] => [
  route({
    method: 'post',
    path: '/v1/sync',
    summary: "Everything that changed in the caller's chats after what the client holds. Subscribes the caller's sockets before it reads.",
    access: 'bearer',
    body: held,
    bodyLimit: 256 * 1024,
    responses: { 200: changes },
    handle: async ({ principal, body }) => {
      await core.subscribeToChats.execute(principal)
      return { status: 200, body: await core.changes.changesFor(principal.userId, body) }
    },
  }),
]
