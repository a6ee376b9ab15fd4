import { z } from 'zod'
import type { FollowThread } from '../../../application/messages/follow-thread.js'
import type { MarkThreadRead } from '../../../application/messages/mark-thread-read.js'
import type { ChatReader } from '../../../application/ports/chat-reader.js'
import type { MessageLists } from '../../../application/ports/message-lists.js'
import type { ThreadFollows } from '../../../application/ports/thread-follows.js'
import { NotFound } from '../../../domain/errors.js'
import { isMember } from '../exists.js'
import { page } from '../resources/common.js'
import { followedThread, message } from '../resources/messages.js'
import { type Route, route } from '../route.js'
import { chatParams, counter, messageId, pageOf, pageQuery } from '../schemas.js'

export interface ThreadUseCases {
  readonly chats: ChatReader
  readonly messageLists: MessageLists
  readonly threadFollows: ThreadFollows
  readonly followThread: FollowThread
  readonly markThreadRead: MarkThreadRead
}

const threadParams = chatParams.extend({ rootId: messageId })

export function threadRoutes(core: ThreadUseCases): readonly Route[] {
  const exists = isMember(core.chats)
  const follow = (method: 'put' | 'delete', summary: string) =>
    route({
      method,
      path: '/v1/chats/:chatId/threads/:rootId/follow',
      summary,
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: threadParams,
      exists,
      responses: { 204: null },
      handle: async ({ principal, params }) => {
        await core.followThread.execute({ userId: principal.userId, ...params, following: method === 'put' })
        return { status: 204 }
      },
    })
  return [
    route({
      method: 'get',
      path: '/v1/mentions',
      summary: 'Messages that call the caller, or everybody in a chat of theirs; the newest first.',
      access: 'bearer',
      query: pageQuery,
      responses: { 200: page(message) },
      handle: async ({ principal, query }) => ({ status: 200, body: await core.messageLists.mentions(principal.userId, pageOf(query)) }),
    }),
    route({
      method: 'get',
      path: '/v1/threads',
      summary: 'The threads that the caller follows, the last written in first.',
      access: 'bearer',
      query: pageQuery,
      responses: { 200: page(followedThread) },
      handle: async ({ principal, query }) => ({ status: 200, body: await core.threadFollows.list(principal.userId, pageOf(query)) }),
    }),
    route({
      method: 'get',
      path: '/v1/chats/:chatId/threads/:rootId',
      summary: 'The replies in a thread, ascending.',
      access: 'bearer',
      params: threadParams,
      query: pageQuery,
      exists,
      responses: { 200: page(message) },
      handle: async ({ principal, params: { chatId, rootId }, query }) => {
        const replies = await core.messageLists.thread(chatId, rootId, principal.userId, pageOf(query))
        if (!replies) throw new NotFound('thread')
        return { status: 200, body: replies }
      },
    }),
    follow('put', 'Follows a thread. Who writes in one, or wrote its first message, follows it already.'),
    follow('delete', 'Follows a thread no longer.'),
    route({
      method: 'post',
      path: '/v1/chats/:chatId/threads/:rootId/read',
      summary: 'Marks a thread read, up to and including the reply with this number. Never moves back.',
      access: 'bearer',
      params: threadParams,
      body: z.strictObject({ number: counter }),
      exists,
      responses: { 204: null },
      handle: async ({ principal, params, body }) => {
        await core.markThreadRead.execute({ userId: principal.userId, ...params, ...body })
        return { status: 204 }
      },
    }),
  ]
}
