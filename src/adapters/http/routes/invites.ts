import { z } from 'zod'
import type { AcceptInvite } from '../../../application/invites/accept-invite.js'
import type { CreateInvite } from '../../../application/invites/create-invite.js'
import type { ListInvites } from '../../../application/invites/list-invites.js'
import type { PreviewInvite } from '../../../application/invites/preview-invite.js'
import type { RevokeInvite } from '../../../application/invites/revoke-invite.js'
import type { ChatReader } from '../../../application/ports/chat-reader.js'
import type { Invite } from '../../../domain/invite.js'
import { isMember } from '../exists.js'
import { chatOfMember } from '../resources/chats.js'
import { page } from '../resources/common.js'
import { invite, invitePreview } from '../resources/invites.js'
import { type Route, route } from '../route.js'
import { chatParams, pageOf, pageQuery, storable } from '../schemas.js'

export interface InviteUseCases {
  readonly chats: ChatReader
  readonly createInvite: CreateInvite
  readonly listInvites: ListInvites
  readonly previewInvite: PreviewInvite
  readonly acceptInvite: AcceptInvite
  readonly revokeInvite: RevokeInvite
}

const code = storable(100)

const newInvite = z.strictObject({
  maxUses: z.int().min(1).max(1_000_000).nullable().default(null),
  expiresAt: z.iso
    .datetime({ offset: true, error: 'must be a time such as 2030-01-31T12:00:00Z' })
    .transform((text) => new Date(text))
    .refine((time) => time.getUTCFullYear() <= 2100, 'must be before the year 2101')
    .nullable()
    .default(null),
})

export function inviteRoutes(core: InviteUseCases, { publicUrl }: { readonly publicUrl: string }): readonly Route[] {
  const exists = isMember(core.chats)
  const bodyOf = ({ chatId: _chatId, revokedAt: _revokedAt, ...invite }: Invite) => ({
    ...invite,
    url: `${publicUrl}/invite/${invite.code}`,
  })
  return [
    route({
      method: 'post',
      path: '/v1/chats/:chatId/invites',
      summary: 'Makes a link that lets people into a group.',
      access: 'bearer',
      limits: ['createInvite', 'createInviteAccount'],
      params: chatParams,
      body: newInvite,
      exists,
      responses: { 201: invite },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params, body }) => ({
        status: 201,
        body: bodyOf(await core.createInvite.execute({ actorId: principal.userId, ...params, ...body })),
      }),
    }),
    route({
      method: 'get',
      path: '/v1/chats/:chatId/invites',
      summary: 'The links into a group, the latest first.',
      access: 'bearer',
      params: chatParams,
      query: pageQuery,
      exists,
      responses: { 200: page(invite) },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params, query }) => {
        const found = await core.listInvites.execute({ actorId: principal.userId, ...params, page: pageOf(query) })
        return { status: 200, body: { ...found, items: found.items.map(bodyOf) } }
      },
    }),
    route({
      method: 'delete',
      path: '/v1/chats/:chatId/invites/:code',
      summary: 'Withdraws a link into a group.',
      access: 'bearer',
      limits: ['change', 'changeAccount'],
      params: chatParams.extend({ code }),
      exists,
      responses: { 204: null },
      problems: ['forbidden', 'conflict'],
      handle: async ({ principal, params }) => {
        await core.revokeInvite.execute({ actorId: principal.userId, ...params })
        return { status: 204 }
      },
    }),
    route({
      method: 'get',
      path: '/v1/invites/:code',
      summary: 'What an invite leads into.',
      access: 'bearer',
      limits: ['useInvite', 'useInviteAccount'],
      params: z.object({ code }),
      responses: { 200: invitePreview },
      problems: ['token_used_or_expired'],
      handle: async ({ principal, params }) => {
        const { invite: held, chat, joined } = await core.previewInvite.execute({ userId: principal.userId, ...params })
        const { id, title, topic, memberCount } = chat
        return { status: 200, body: { code: held.code, chat: { id, title, topic, memberCount }, expiresAt: held.expiresAt, joined } }
      },
    }),
    route({
      method: 'post',
      path: '/v1/invites/:code/accept',
      summary: 'Joins the group that an invite leads into.',
      access: 'bearer',
      limits: ['useInvite', 'useInviteAccount'],
      params: z.object({ code }),
      responses: { 200: chatOfMember },
      problems: ['forbidden', 'token_used_or_expired'],
      handle: async ({ principal, params }) => ({
        status: 200,
        body: await core.acceptInvite.execute({ userId: principal.userId, ...params }),
      }),
    }),
  ]
}
