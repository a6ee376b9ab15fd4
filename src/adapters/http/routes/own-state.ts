import { z } from 'zod'
import type { ChangePreferences } from '../../../application/own-state/change-preferences.js'
import type { MarkDelivered } from '../../../application/own-state/mark-delivered.js'
import type { ChatReader } from '../../../application/ports/chat-reader.js'
import type { Preferences } from '../../../domain/member.js'
import { isMember } from '../exists.js'
import { me } from '../resources/chats.js'
import { type Route, route } from '../route.js'
import { chatId, chatParams, counter } from '../schemas.js'

export interface OwnStateUseCases {
  readonly chats: ChatReader
  readonly changePreferences: ChangePreferences
  readonly markDelivered: MarkDelivered
}

const preferences = z
  .strictObject({
    muted: z.boolean().optional(),
    pinned: z.boolean().optional(),
    archived: z.boolean().optional(),
    notify: z.enum(['all', 'mentions', 'none']).optional(),
    markedUnread: z.boolean().optional(),
  })
  .transform((changes) => changes as Partial<Preferences>)

/** As many chats as a sync answers at once. */
const mostReceipts = 100
const receipts = z.strictObject({ chats: z.array(z.strictObject({ id: chatId, deliveredNumber: counter })).max(mostReceipts) })

export const ownStateRoutes = (core: OwnStateUseCases): readonly Route[] => [
  route({
    method: 'patch',
    path: '/v1/chats/:chatId/me',
    summary: 'Mutes, pins, archives or marks a chat unread, for the caller alone.',
    access: 'bearer',
    limits: ['change', 'changeAccount'],
    params: chatParams,
    body: preferences,
    exists: isMember(core.chats),
    responses: { 200: me },
    handle: async ({ principal, params, body }) => ({
      status: 200,
      body: await core.changePreferences.execute({ userId: principal.userId, ...params, changes: body }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/receipts',
    summary: 'Marks messages delivered in up to 100 chats, up to and including a number each. Never moves back.',
    access: 'bearer',
    body: receipts,
    responses: { 204: null },
    problems: ['not_found'],
    handle: async ({ principal, body }) => {
      const deliveries = body.chats.map(({ id, deliveredNumber }) => ({ chatId: id, number: deliveredNumber }))
      await core.markDelivered.execute({ userId: principal.userId, deliveries })
      return { status: 204 }
    },
  }),
]
