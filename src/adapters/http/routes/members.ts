import { z } from 'zod'
import type { AddMember } from '../../../application/chats/add-member.js'
import type { ChangeRole } from '../../../application/chats/change-role.js'
import type { RemoveMember } from '../../../application/chats/remove-member.js'
import type { ChatReader } from '../../../application/ports/chat-reader.js'
import { NotFound } from '../../../domain/errors.js'
import { isMember } from '../exists.js'
import { type Route, route } from '../route.js'
import { chatParams, pageOf, pageQuery, userId } from '../schemas.js'

export interface MemberUseCases {
  readonly chats: ChatReader
  readonly addMember: AddMember
  readonly changeRole: ChangeRole
  readonly removeMember: RemoveMember
}

const memberParams = chatParams.extend({ userId })
const role = z.enum(['owner', 'admin', 'member'])

export function memberRoutes(core: MemberUseCases): readonly Route[] {
  const exists = isMember(core.chats)
  return [
    route({
      method: 'get',
      path: '/v1/chats/:chatId/members',
      summary: 'The people in a chat, longest-standing first.',
      access: 'bearer',
      params: chatParams,
      query: pageQuery,
      exists,
      handle: async ({ principal, params: { chatId }, query }) => {
        const members = await core.chats.listMembers(chatId, principal.userId, pageOf(query))
        if (!members) throw new NotFound('chat')
        return { status: 200, body: members }
      },
    }),
    route({
      method: 'post',
      path: '/v1/chats/:chatId/members',
      summary: 'Brings somebody into a group.',
      access: 'bearer',
      params: chatParams,
      body: z.strictObject({ userId }),
      exists,
      handle: async ({ principal, params, body }) => ({
        status: 201,
        body: await core.addMember.execute({ actorId: principal.userId, ...params, ...body }),
      }),
    }),
    route({
      method: 'patch',
      path: '/v1/chats/:chatId/members/:userId',
      summary: "Changes a member's role.",
      access: 'bearer',
      params: memberParams,
      body: z.strictObject({ role }),
      exists,
      handle: async ({ principal, params, body }) => ({
        status: 200,
        body: await core.changeRole.execute({ actorId: principal.userId, ...params, ...body }),
      }),
    }),
    route({
      method: 'delete',
      path: '/v1/chats/:chatId/members/:userId',
      summary: 'Removes somebody from a group.',
      access: 'bearer',
      params: memberParams,
      exists,
      handle: async ({ principal, params }) => {
        await core.removeMember.execute({ actorId: principal.userId, ...params })
        return { status: 204 }
      },
    }),
  ]
}
