import { z } from 'zod'
import type { CreateGroup } from '../../../application/chats/create-group.js'
import type { DeleteChat } from '../../../application/chats/delete-chat.js'
import type { JoinRoom } from '../../../application/chats/join-room.js'
import type { LeaveChat } from '../../../application/chats/leave-chat.js'
import type { OpenPrivateChat } from '../../../application/chats/open-private-chat.js'
import type { SubscribeToChats } from '../../../application/chats/subscribe-to-chats.js'
import type { UpdateChat } from '../../../application/chats/update-chat.js'
import type { ChatReader } from '../../../application/ports/chat-reader.js'
import { type GroupSettings, maxTitleLength, maxTopicLength } from '../../../domain/chat.js'
import { NotFound } from '../../../domain/errors.js'
import { isMember } from '../exists.js'
import { chat, chatOfMember } from '../resources/chats.js'
import { page } from '../resources/common.js'
import { type Route, route } from '../route.js'
import { chatParams, label, pageOf, pageQuery, searchQuery, userId } from '../schemas.js'

export interface ChatUseCases {
  readonly chats: ChatReader
  readonly subscribeToChats: SubscribeToChats
  readonly openPrivateChat: OpenPrivateChat
  readonly createGroup: CreateGroup
  readonly updateChat: UpdateChat
  readonly deleteChat: DeleteChat
  readonly joinRoom: JoinRoom
  readonly leaveChat: LeaveChat
}

const title = label(maxTitleLength)
const visibility = z.enum(['private', 'public'])

const newChat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('private'), userId }),
  z.strictObject({
    type: z.literal('group'),
    title,
    memberIds: z.array(userId).max(500).default([]),
    visibility: visibility.default('private'),
  }),
])

const chatSettings = z
  .strictObject({
    title: title.optional(),
    topic: label(maxTopicLength).nullable().optional(),
    visibility: visibility.optional(),
    history: z.enum(['all', 'since_joining']).optional(),
  })
  .transform((settings) => settings as GroupSettings)

export function chatRoutes(core: ChatUseCases): readonly Route[] {
  const exists = isMember(core.chats)
  return [
    route({
      method: 'get',
      path: '/v1/chats',
      summary: "The caller's chats, latest activity first. Without a cursor, subscribes the caller's sockets to all of them.",
      access: 'bearer',
      query: pageQuery,
      responses: { 200: page(chatOfMember) },
      handle: async ({ principal, query }) => {
        if (query.cursor === undefined) await core.subscribeToChats.execute(principal)
        return { status: 200, body: await core.chats.list(principal.userId, pageOf(query)) }
      },
    }),
    route({
      method: 'post',
      path: '/v1/chats',
      summary: 'Opens a private chat, or makes a group.',
      access: 'bearer',
      limits: ['createChat', 'createChatAccount'],
      body: newChat,
      responses: { 200: chatOfMember, 201: chatOfMember },
      problems: ['not_found', 'forbidden'],
      handle: async ({ principal, body }) => {
        if (body.type === 'private') {
          const { chat, created } = await core.openPrivateChat.execute({ userId: principal.userId, otherId: body.userId })
          return { status: created ? 201 : 200, body: chat }
        }
        const { title, visibility, memberIds } = body
        return {
          status: 201,
          body: await core.createGroup.execute({ userId: principal.userId, settings: { title, visibility }, memberIds }),
        }
      },
    }),
    route({
      method: 'get',
      path: '/v1/chats/:chatId',
      summary: 'A chat the caller is in, or a public room.',
      access: 'bearer',
      params: chatParams,
      responses: { 200: z.union([chatOfMember, chat]) },
      handle: async ({ principal, params: { chatId } }) => {
        const own = (await core.chats.findForMembers(chatId, [principal.userId])).get(principal.userId)
        const chat = own ?? (await core.chats.findPublic(chatId))
        if (!chat) throw new NotFound('chat')
        return { status: 200, body: chat }
      },
    }),
    route({
      method: 'patch',
      path: '/v1/chats/:chatId',
      summary: "Changes a group's title, topic, visibility or history policy.",
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: chatParams,
      body: chatSettings,
      exists,
      responses: { 200: chatOfMember },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params, body }) => ({
        status: 200,
        body: await core.updateChat.execute({ actorId: principal.userId, ...params, settings: body }),
      }),
    }),
    route({
      method: 'delete',
      path: '/v1/chats/:chatId',
      summary: 'Deletes a group with everything in it.',
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: chatParams,
      exists,
      responses: { 204: null },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params }) => {
        await core.deleteChat.execute({ actorId: principal.userId, ...params })
        return { status: 204 }
      },
    }),
    route({
      method: 'get',
      path: '/v1/rooms',
      summary: 'Public rooms by words of their title and topic.',
      access: 'bearer',
      limits: ['search', 'searchAccount'],
      query: searchQuery,
      responses: { 200: page(chat) },
      handle: async ({ query }) => ({ status: 200, body: await core.chats.listRooms(query.query, pageOf(query)) }),
    }),
    route({
      method: 'post',
      path: '/v1/chats/:chatId/join',
      summary: 'Joins a public room.',
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: chatParams,
      responses: { 200: chatOfMember },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params }) => ({
        status: 200,
        body: await core.joinRoom.execute({ ...params, userId: principal.userId }),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/chats/:chatId/leave',
      summary: 'Leaves a group.',
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: chatParams,
      exists,
      responses: { 204: null },
      problems: ['conflict'],
      handle: async ({ principal, params }) => {
        await core.leaveChat.execute({ ...params, userId: principal.userId })
        return { status: 204 }
      },
    }),
  ]
}
