import { expect, it } from '@jest/globals'
import { theRoutes } from '../support/all-routes.js'

const unlimited = [
  // To be signed out is never refused.
  'POST /v1/auth/logout',
  'POST /v1/auth/logout-all',
  'DELETE /v1/auth/sessions/:sessionId',
  // What a client does by itself as its person reads and writes; it changes nothing of others.
  'POST /v1/sync',
  'POST /v1/receipts',
  'POST /v1/chats/:chatId/read',
  'POST /v1/chats/:chatId/typing',
  'POST /v1/chats/:chatId/threads/:rootId/read',
  'POST /v1/attachments/:attachmentId/link',
  // Admins clear up, whatever there is of it.
  'PATCH /v1/admin/reports/:reportId',
  'PUT /v1/admin/users/:userId/suspension',
  'DELETE /v1/admin/users/:userId/suspension',
  'DELETE /v1/admin/chats/:chatId/messages/:messageId',
  'PUT /v1/admin/admins/:userId',
  'DELETE /v1/admin/admins/:userId',
]

it('every route that changes something is limited, or has a reason not to be', () => {
  const found = theRoutes().filter(({ method, limits }) => method !== 'get' && (limits ?? []).length === 0)
  expect(found.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual([...unlimited].sort())
})
