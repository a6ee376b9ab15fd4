import { z } from 'zod'
import type { UserDirectory } from '../../../application/ports/user-directory.js'
import { NotFound } from '../../../domain/errors.js'
import { page } from '../resources/common.js'
import { user } from '../resources/people.js'
import { type Route, route } from '../route.js'
import { pageOf, searchQuery, userId } from '../schemas.js'

export const userRoutes = ({ users }: { readonly users: UserDirectory }): readonly Route[] => [
  route({
    method: 'get',
    path: '/v1/users',
    summary: 'People by the beginning of their handle or name.',
    access: 'bearer',
    limits: ['search', 'searchAccount'],
    query: searchQuery,
    responses: { 200: page(user) },
    handle: async ({ query }) => ({ status: 200, body: await users.search(query.query, pageOf(query)) }),
  }),
  route({
    method: 'get',
    path: '/v1/users/:userId',
    summary: 'One person.',
    access: 'bearer',
    params: z.object({ userId }),
    responses: { 200: user },
    handle: async ({ params }) => {
      const [user] = await users.findMany([params.userId])
      if (!user) throw new NotFound('user')
      return { status: 200, body: user }
    },
  }),
]
