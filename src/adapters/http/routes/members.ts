import { z } from 'zod'
import type { AddMember } from '../../../application/members/add-member.js'
import type { ChangeRole } from '../../../application/members/change-role.js'
import type { RemoveMember } from '../../../application/members/remove-member.js'
import type { ChatReader } from '../../../application/ports/chat-reader.js'
import { NotFound } from '../../../domain/errors.js'
import { isMember } from '../exists.js'
import { member } from '../resources/chats.js'
import { page } from '../resources/common.js'
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
      responses: { 200: page(member) },
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
      limits: ['addMember', 'addMemberAccount'],
      params: chatParams,
      body: z.strictObject({ userId }),
      exists,
      responses: { 201: member },
      problems: ['forbidden', 'conflict'],
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
      limits: ['change', 'changeAccount'],
      params: memberParams,
      body: z.strictObject({ role }),
      exists,
      responses: { 200: member },
      problems: ['forbidden', 'conflict'],
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
      limits: ['change', 'changeAccount'],
      params: memberParams,
      exists,
      responses: { 204: null },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params }) => {
        await core.removeMember.execute({ actorId: principal.userId, ...params })
        return { status: 204 }
      },
    }),
  ]
}
