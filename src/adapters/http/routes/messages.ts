import { z } from 'zod'
import type { MarkRead } from '../../../application/messages/mark-read.js'
import type { SendMessage } from '../../../application/messages/send-message.js'
import type { ChatReader } from '../../../application/ports/chat-reader.js'
import type { MessageRepository, MessageWindow } from '../../../application/ports/message-repository.js'
import { NotFound } from '../../../domain/errors.js'
import { isMember } from '../exists.js'
import { type Route, route } from '../route.js'
import { chatParams, clientId, counter, counterText, limitQuery, messageId, messageText } from '../schemas.js'

export interface MessageUseCases {
  readonly chats: ChatReader
  readonly messages: MessageRepository
  readonly sendMessage: SendMessage
  readonly markRead: MarkRead
}

const newMessage = z.strictObject({ clientId, text: messageText, replyTo: messageId.nullable().default(null) })

const windowQuery = limitQuery
  .extend({ before: counterText.optional(), after: counterText.optional(), around: counterText.optional() })
  .refine(({ before, after, around }) => [before, after, around].filter((mark) => mark !== undefined).length <= 1, {
    message: 'give at most one of before, after and around',
    path: ['before'],
  })

function windowOf({ before, after, around }: z.output<typeof windowQuery>): MessageWindow {
  if (before !== undefined) return { kind: 'before', number: before }
  if (after !== undefined) return { kind: 'after', number: after }
  if (around !== undefined) return { kind: 'around', number: around }
  return { kind: 'newest' }
}

export function messageRoutes(core: MessageUseCases): readonly Route[] {
  const exists = isMember(core.chats)
  return [
    route({
      method: 'post',
      path: '/v1/chats/:chatId/messages',
      summary: 'Sends a message. The same clientId again answers what was sent first.',
      access: 'bearer',
      limits: ['send', 'sendAccount'],
      params: chatParams,
      body: newMessage,
      exists,
      handle: async ({ principal, params, body }) => {
        const { message, created } = await core.sendMessage.execute({ userId: principal.userId, ...params, ...body })
        return { status: created ? 201 : 200, body: message }
      },
    }),
    route({
      method: 'get',
      path: '/v1/chats/:chatId/messages',
      summary: 'A page of messages, ascending.',
      access: 'bearer',
      params: chatParams,
      query: windowQuery,
      exists,
      handle: async ({ principal, params: { chatId }, query }) => {
        const page = await core.messages.page(chatId, principal.userId, windowOf(query), query.limit)
        if (!page) throw new NotFound('chat')
        return { status: 200, body: page }
      },
    }),
    route({
      method: 'get',
      path: '/v1/chats/:chatId/messages/:messageId',
      summary: 'One message.',
      access: 'bearer',
      params: chatParams.extend({ messageId }),
      handle: async ({ principal, params: { chatId, messageId: id } }) => {
        const message = await core.messages.findForMember(chatId, id, principal.userId)
        if (!message) throw new NotFound('message')
        return { status: 200, body: message }
      },
    }),
    route({
      method: 'post',
      path: '/v1/chats/:chatId/read',
      summary: 'Marks messages read, up to and including a number. Never moves back.',
      access: 'bearer',
      params: chatParams,
      body: z.strictObject({ number: counter }),
      exists,
      handle: async ({ principal, params, body }) => {
        await core.markRead.execute({ userId: principal.userId, ...params, ...body })
        return { status: 204 }
      },
    }),
  ]
}
