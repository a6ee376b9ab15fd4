import type { z } from 'zod'
import type { BanUser } from '../../../application/bans/ban-user.js'
import type { ListBans } from '../../../application/bans/list-bans.js'
import type { UnbanUser } from '../../../application/bans/unban-user.js'
import type { ChatReader } from '../../../application/ports/chat-reader.js'
import { isMember } from '../exists.js'
import { page } from '../resources/common.js'
import { bannedUser } from '../resources/invites.js'
import { type Route, route } from '../route.js'
import { chatParams, pageOf, pageQuery, userId } from '../schemas.js'

export interface BanUseCases {
  readonly chats: ChatReader
  readonly banUser: BanUser
  readonly listBans: ListBans
  readonly unbanUser: UnbanUser
}

const banParams = chatParams.extend({ userId })

const subject = ({ params }: { readonly params: z.output<typeof banParams> }) => ({ chat: params.chatId, target: params.userId })

export function banRoutes(core: BanUseCases): readonly Route[] {
  const exists = isMember(core.chats)
  return [
    route({
      method: 'get',
      path: '/v1/chats/:chatId/bans',
      summary: 'Who is kept out of a group, the latest first.',
      access: 'bearer',
      params: chatParams,
      query: pageQuery,
      exists,
      responses: { 200: page(bannedUser) },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params, query }) => ({
        status: 200,
        body: await core.listBans.execute({ actorId: principal.userId, ...params, page: pageOf(query) }),
      }),
    }),
    route({
      method: 'put',
      path: '/v1/chats/:chatId/bans/:userId',
      summary: 'Keeps somebody out of a group, and removes them if they are in it.',
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      audit: 'chat_ban',
      params: banParams,
      subject,
      exists,
      responses: { 204: null },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params }) => {
        await core.banUser.execute({ actorId: principal.userId, ...params })
        return { status: 204 }
      },
    }),
    route({
      method: 'delete',
      path: '/v1/chats/:chatId/bans/:userId',
      summary: 'Lets somebody come to a group again.',
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      audit: 'chat_unban',
      params: banParams,
      subject,
      exists,
      responses: { 204: null },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params }) => {
        await core.unbanUser.execute({ actorId: principal.userId, ...params })
        return { status: 204 }
      },
    }),
  ]
}
