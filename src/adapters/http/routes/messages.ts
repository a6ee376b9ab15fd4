import { z } from 'zod'
import type { DeleteMessage } from '../../../application/messages/delete-message.js'
import type { EditMessage } from '../../../application/messages/edit-message.js'
import type { MarkRead } from '../../../application/messages/mark-read.js'
import type { SendMessage } from '../../../application/messages/send-message.js'
import type { ChatReader } from '../../../application/ports/chat-reader.js'
import type { MessageLists } from '../../../application/ports/message-lists.js'
import type { MessageRepository, MessageWindow } from '../../../application/ports/message-repository.js'
import { NotFound } from '../../../domain/errors.js'
import { mostAttachments } from '../../../domain/messages/message-draft.js'
import { isMember } from '../exists.js'
import { earlierTexts, message, messageWindow } from '../resources/messages.js'
import { type Route, route } from '../route.js'
import {
  attachmentId,
  chatId,
  chatParams,
  clientId,
  counter,
  counterText,
  limitQuery,
  messageId,
  messageParams,
  messageText,
} from '../schemas.js'

export interface MessageUseCases {
  readonly chats: ChatReader
  readonly messages: MessageRepository
  readonly messageLists: MessageLists
  readonly sendMessage: SendMessage
  readonly editMessage: EditMessage
  readonly deleteMessage: DeleteMessage
  readonly markRead: MarkRead
}

const newMessage = z.strictObject({
  clientId,
  text: messageText.nullable().default(null),
  replyTo: messageId.nullable().default(null),
  threadRoot: messageId.nullable().optional(),
  attachmentIds: z.array(attachmentId).max(mostAttachments).optional(),
  forwardOf: z.strictObject({ chatId, messageId }).nullable().optional(),
})

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
      responses: { 200: message, 201: message },
      problems: ['forbidden', 'conflict'],
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
      responses: { 200: messageWindow },
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
      params: messageParams,
      responses: { 200: message },
      handle: async ({ principal, params: { chatId, messageId } }) => {
        const message = await core.messages.findForMember(chatId, messageId, principal.userId)
        if (!message) throw new NotFound('message')
        return { status: 200, body: message }
      },
    }),
    route({
      method: 'patch',
      path: '/v1/chats/:chatId/messages/:messageId',
      summary: 'Gives a message of one’s own another text. The earlier one can be read in its edits.',
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: messageParams,
      body: z.strictObject({ text: messageText }),
      exists,
      responses: { 200: message },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params, body }) => ({
        status: 200,
        body: await core.editMessage.execute({ userId: principal.userId, ...params, ...body }),
      }),
    }),
    route({
      method: 'delete',
      path: '/v1/chats/:chatId/messages/:messageId',
      summary: 'Deletes a message: one’s own, or as an admin of the group anyone’s. A tombstone keeps its place.',
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: messageParams,
      exists,
      responses: { 204: null },
      problems: ['forbidden'],
      handle: async ({ principal, params }) => {
        await core.deleteMessage.execute({ userId: principal.userId, ...params })
        return { status: 204 }
      },
    }),
    route({
      method: 'get',
      path: '/v1/chats/:chatId/messages/:messageId/edits',
      summary: 'The earlier texts of a message, oldest first, each with when an edit replaced it.',
      access: 'bearer',
      params: messageParams,
      responses: { 200: earlierTexts },
      handle: async ({ principal, params: { chatId, messageId } }) => {
        const items = await core.messageLists.edits(chatId, messageId, principal.userId)
        if (!items) throw new NotFound('message')
        return { status: 200, body: { items } }
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
      responses: { 204: null },
      handle: async ({ principal, params, body }) => {
        await core.markRead.execute({ userId: principal.userId, ...params, ...body })
        return { status: 204 }
      },
    }),
  ]
}
