import { z } from 'zod'
import type { BlockUser } from '../../../application/blocks/block-user.js'
import type { Blocks } from '../../../application/ports/blocks.js'
import { page } from '../resources/common.js'
import { user } from '../resources/people.js'
import { type Route, route } from '../route.js'
import { pageOf, pageQuery, userId } from '../schemas.js'

export interface BlockUseCases {
  readonly blocks: Blocks
  readonly blockUser: BlockUser
}

export const blockRoutes = (core: BlockUseCases): readonly Route[] => [
  route({
    method: 'put',
    path: '/v1/users/:userId/block',
    summary: 'Blocks somebody: neither can open a private chat with the other or write in it, or bring the other into a group.',
    access: 'bearer',
    limits: ['block', 'blockAccount'],
    params: z.object({ userId }),
    responses: { 204: null },
    problems: ['not_found'],
    handle: async ({ principal, params }) => {
      await core.blockUser.execute({ userId: principal.userId, blockedId: params.userId })
      return { status: 204 }
    },
  }),
  route({
    method: 'delete',
    path: '/v1/users/:userId/block',
    summary: 'Takes a block back.',
    access: 'bearer',
    limits: ['change', 'changeAccount'],
    params: z.object({ userId }),
    responses: { 204: null },
    handle: async ({ principal, params }) => {
      await core.blocks.unblock(principal.userId, params.userId)
      return { status: 204 }
    },
  }),
  route({
    method: 'get',
    path: '/v1/me/blocks',
    summary: 'Whom the caller has blocked.',
    access: 'bearer',
    query: pageQuery,
    responses: { 200: page(user) },
    handle: async ({ principal, query }) => ({ status: 200, body: await core.blocks.list(principal.userId, pageOf(query)) }),
  }),
]
