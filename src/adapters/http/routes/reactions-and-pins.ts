import { z } from 'zod'
import type { PinMessage } from '../../../application/messages/pin-message.js'
import type { ReactToMessage } from '../../../application/messages/react-to-message.js'
import type { ChatReader } from '../../../application/ports/chat-reader.js'
import type { MessageLists } from '../../../application/ports/message-lists.js'
import { NotFound } from '../../../domain/errors.js'
import { parseEmoji } from '../../../domain/messages/emoji.js'
import { isMember } from '../exists.js'
import { page } from '../resources/common.js'
import { message } from '../resources/messages.js'
import { user } from '../resources/people.js'
import { type Route, route } from '../route.js'
import { chatParams, messageParams, pageOf, pageQuery } from '../schemas.js'

export interface ReactionAndPinUseCases {
  readonly chats: ChatReader
  readonly messageLists: MessageLists
  readonly reactToMessage: ReactToMessage
  readonly pinMessage: PinMessage
}

const emoji = z.string().transform((text, context) => {
  const parsed = parseEmoji(text)
  if (parsed !== null) return parsed
  context.addIssue('must be one emoji')
  return z.NEVER
})

const reactionParams = messageParams.extend({ emoji })

export function reactionAndPinRoutes(core: ReactionAndPinUseCases): readonly Route[] {
  const exists = isMember(core.chats)
  const react = (method: 'put' | 'delete', summary: string) =>
    route({
      method,
      path: '/v1/chats/:chatId/messages/:messageId/reactions/:emoji',
      summary,
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: reactionParams,
      exists,
      responses: { 200: message },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params }) => ({
        status: 200,
        body: await core.reactToMessage.execute({ userId: principal.userId, ...params, present: method === 'put' }),
      }),
    })
  return [
    react('put', 'Answers a message with an emoji. Again changes nothing.'),
    react('delete', 'Takes one’s own emoji away. Again changes nothing.'),
    route({
      method: 'get',
      path: '/v1/chats/:chatId/messages/:messageId/reactions/:emoji',
      summary: 'Who answered a message with this emoji, the first one first.',
      access: 'bearer',
      params: reactionParams,
      query: pageQuery,
      exists,
      responses: { 200: page(user) },
      handle: async ({ principal, params: { chatId, messageId, emoji }, query }) => {
        const people = await core.messageLists.reactors(chatId, messageId, emoji, principal.userId, pageOf(query))
        if (!people) throw new NotFound('message')
        return { status: 200, body: people }
      },
    }),
    route({
      method: 'put',
      path: '/v1/chats/:chatId/messages/:messageId/pin',
      summary: 'Pins a message: in groups by admins, in private chats by either.',
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: messageParams,
      exists,
      responses: { 200: message },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params }) => ({
        status: 200,
        body: await core.pinMessage.execute({ userId: principal.userId, ...params, pinned: true }),
      }),
    }),
    route({
      method: 'delete',
      path: '/v1/chats/:chatId/messages/:messageId/pin',
      summary: 'Takes the pin away.',
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: messageParams,
      exists,
      responses: { 204: null },
      problems: ['forbidden'],
      handle: async ({ principal, params }) => {
        await core.pinMessage.execute({ userId: principal.userId, ...params, pinned: false })
        return { status: 204 }
      },
    }),
    route({
      method: 'get',
      path: '/v1/chats/:chatId/pins',
      summary: 'The pinned messages of a chat, the last pinned first.',
      access: 'bearer',
      params: chatParams,
      query: pageQuery,
      exists,
      responses: { 200: page(message) },
      handle: async ({ principal, params: { chatId }, query }) => {
        const pins = await core.messageLists.pins(chatId, principal.userId, pageOf(query))
        if (!pins) throw new NotFound('chat')
        return { status: 200, body: pins }
      },
    }),
  ]
}
