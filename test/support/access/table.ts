import { randomBytes, randomUUID } from 'node:crypto'
import type { Json } from '../client.js'
import { formOfOneFile } from '../files.js'
import { PushBrowser } from '../push-browser.js'
import type { Scene, SceneName } from './world.js'

/** The status for each caller of a scene. Where nothing is said of `blocked`, a block changes nothing in a private chat. */
type Expected = Readonly<Record<string, number>>

export interface Row extends Readonly<Partial<Record<SceneName, Expected>>> {
  readonly body?: (ids: Scene['ids']) => Json
  readonly query?: (ids: Scene['ids']) => string
  readonly headers?: Readonly<Record<string, string>>
}

// In a group or room. Who is not in it does not know of it; `member` is who wrote the message, and `peer` who is spoken of.
const inside = (status: number) => ({
  anonymous: 401,
  stranger: 404,
  former: 404,
  banned: 404,
  member: status,
  peer: status,
  admin: status,
  owner: status,
})
const admins = (status: number) => ({ ...inside(status), member: 403, peer: 403 })
const owners = (status: number) => ({ ...admins(status), admin: 403 })
const everybody = (status: number) => ({ ...inside(status), stranger: status, former: status, banned: status })

const pair = (status: number) => ({ anonymous: 401, stranger: 404, author: status, partner: status })

const signedIn = (status: number) => ({ anonymous: 401, somebody: status })
const operators = (status: number) => ({ anonymous: 401, somebody: 403, operator: status })
const anybody = (status: number) => ({ anonymous: status, somebody: status })

/** For a route of groups alone. */
const groups = (expected: Expected): Row => ({ group: expected, room: expected, private: pair(409) })
/** For a route of every chat. */
const chats = (status: number): Row => ({ group: inside(status), room: inside(status), private: pair(status) })

const handle = () => `h_${randomBytes(6).toString('hex')}`
const email = () => `${handle()}@example.com`

/** Who may do what: every route is here, and for each kind of caller what it answers. */
export const access: Readonly<Record<string, Row>> = {
  'POST /v1/auth/register': {
    alone: anybody(202),
    body: ({ password }) => ({ email: email(), handle: handle(), password }),
  },
  'POST /v1/auth/verify-email': { alone: anybody(410), body: () => ({ token: 'none' }) },
  'POST /v1/auth/verify-email/resend': { alone: anybody(202), body: () => ({ email: email() }) },
  'POST /v1/auth/login': { alone: anybody(200), body: ({ email, password }) => ({ email, password }) },
  'POST /v1/auth/refresh': { alone: anybody(401), body: () => ({ refreshToken: 'none' }) },
  'POST /v1/auth/logout': { alone: anybody(204) },
  'POST /v1/auth/logout-all': { alone: signedIn(204) },
  'POST /v1/auth/password/forgot': { alone: anybody(202), body: () => ({ email: email() }) },
  'POST /v1/auth/password/reset': { alone: anybody(410), body: ({ password }) => ({ token: 'none', password }) },
  'POST /v1/auth/password/change': {
    alone: signedIn(204),
    body: ({ password }) => ({ currentPassword: password, newPassword: `${password}!` }),
  },
  'GET /v1/auth/sessions': { alone: signedIn(200) },
  'DELETE /v1/auth/sessions/:sessionId': { alone: signedIn(204) },
  'GET /v1/me': { alone: signedIn(200) },
  'PATCH /v1/me': { alone: signedIn(200), body: () => ({ displayName: 'Another' }) },
  'DELETE /v1/me': { alone: signedIn(204), body: ({ password }) => ({ password }) },
  'POST /v1/me/email': { alone: signedIn(202), body: ({ password }) => ({ email: email(), password }) },
  'POST /v1/me/email/confirm': { alone: anybody(410), body: () => ({ token: 'none' }) },
  'GET /v1/me/export': { alone: signedIn(200) },
  'GET /v1/me/security-events': { alone: signedIn(200) },
  'GET /v1/presence': { alone: signedIn(200), query: ({ userId }) => `userIds=${userId}` },
  'PATCH /v1/me/presence': { alone: signedIn(200), body: () => ({}) },
  'GET /v1/me/notifications': { alone: signedIn(200) },
  'PATCH /v1/me/notifications': { alone: signedIn(200), body: () => ({ level: 'mentions' }) },
  'GET /v1/push-subscriptions': { alone: signedIn(200) },
  'POST /v1/push-subscriptions': { alone: signedIn(201), body: () => new PushBrowser().subscription },
  'DELETE /v1/push-subscriptions': { alone: signedIn(204), body: () => ({ endpoint: 'https://push.example/none' }) },
  'DELETE /v1/push-subscriptions/:subscriptionId': { subscribed: { anonymous: 401, somebody: 404, owner: 204 } },
  'GET /v1/me/blocks': { alone: signedIn(200) },
  'PUT /v1/users/:userId/block': { alone: signedIn(204) },
  'DELETE /v1/users/:userId/block': { alone: signedIn(204) },
  'GET /v1/users': { alone: signedIn(200) },
  'GET /v1/users/:userId': { alone: signedIn(200) },

  'GET /v1/chats': { alone: signedIn(200) },
  'POST /v1/chats': { alone: signedIn(201), body: () => ({ type: 'group', title: 'Mine' }) },
  'GET /v1/rooms': { alone: signedIn(200) },
  'POST /v1/sync': { alone: signedIn(200), body: () => ({ chats: [] }) },
  'GET /v1/chats/:chatId': { ...chats(200), room: everybody(200) },
  'PATCH /v1/chats/:chatId': { ...groups(admins(200)), body: () => ({ topic: 'Openings' }) },
  'DELETE /v1/chats/:chatId': groups(owners(204)),
  'POST /v1/chats/:chatId/join': { ...groups(inside(200)), room: { ...everybody(200), banned: 403 } },
  'POST /v1/chats/:chatId/leave': groups(inside(204)),
  'PATCH /v1/chats/:chatId/me': { ...chats(200), body: () => ({ muted: true }) },

  'GET /v1/chats/:chatId/members': chats(200),
  'POST /v1/chats/:chatId/members': { ...groups(admins(201)), body: ({ strangerId }) => ({ userId: strangerId }) },
  'PATCH /v1/chats/:chatId/members/:userId': { ...groups(admins(200)), body: () => ({ role: 'admin' }) },
  'DELETE /v1/chats/:chatId/members/:userId': groups(admins(204)),
  'POST /v1/chats/:chatId/invites': { ...groups(admins(201)), body: () => ({}) },
  'GET /v1/chats/:chatId/invites': groups(admins(200)),
  'DELETE /v1/chats/:chatId/invites/:code': groups(admins(204)),
  'GET /v1/invites/:code': { group: everybody(200) },
  'POST /v1/invites/:code/accept': { group: { ...everybody(200), banned: 403 } },
  'GET /v1/chats/:chatId/bans': groups(admins(200)),
  'PUT /v1/chats/:chatId/bans/:userId': groups(admins(204)),
  'DELETE /v1/chats/:chatId/bans/:userId': groups(admins(204)),

  'POST /v1/chats/:chatId/messages': { ...chats(201), blocked: pair(403), body: () => ({ clientId: randomUUID(), text: 'Hello' }) },
  'GET /v1/chats/:chatId/messages': chats(200),
  'GET /v1/chats/:chatId/messages/:messageId': chats(200),
  'PATCH /v1/chats/:chatId/messages/:messageId': {
    group: { ...inside(403), member: 200 },
    room: { ...inside(403), member: 200 },
    private: { ...pair(403), author: 200 },
    blocked: pair(403),
    body: () => ({ text: 'Another text' }),
  },
  'DELETE /v1/chats/:chatId/messages/:messageId': {
    group: { ...admins(204), member: 204 },
    room: { ...admins(204), member: 204 },
    private: { ...pair(403), author: 204 },
  },
  'GET /v1/chats/:chatId/messages/:messageId/edits': chats(200),
  'PUT /v1/chats/:chatId/messages/:messageId/reactions/:emoji': { ...chats(200), blocked: pair(403) },
  'DELETE /v1/chats/:chatId/messages/:messageId/reactions/:emoji': { ...chats(200), blocked: pair(403) },
  'GET /v1/chats/:chatId/messages/:messageId/reactions/:emoji': chats(200),
  'PUT /v1/chats/:chatId/messages/:messageId/pin': { ...groups(admins(200)), private: pair(200), blocked: pair(403) },
  'DELETE /v1/chats/:chatId/messages/:messageId/pin': { ...groups(admins(204)), private: pair(204), blocked: pair(403) },
  'GET /v1/chats/:chatId/pins': chats(200),
  'GET /v1/chats/:chatId/threads/:rootId': chats(200),
  'PUT /v1/chats/:chatId/threads/:rootId/follow': chats(204),
  'DELETE /v1/chats/:chatId/threads/:rootId/follow': chats(204),
  'POST /v1/chats/:chatId/threads/:rootId/read': { ...chats(204), body: () => ({ number: 1 }) },
  'GET /v1/search': { ...chats(200), query: ({ chatId }) => `q=message&chatId=${chatId}` },
  'POST /v1/chats/:chatId/typing': chats(204),
  'POST /v1/attachments': { alone: signedIn(201), body: () => formOfOneFile.body, headers: formOfOneFile.headers },
  'GET /v1/attachments/:attachmentId': chats(200),
  'POST /v1/attachments/:attachmentId/link': chats(200),
  'GET /v1/attachments/:attachmentId/content': { alone: anybody(401), query: () => 'link=none' },
  'GET /v1/threads': { alone: signedIn(200) },
  'GET /v1/mentions': { alone: signedIn(200) },
  'POST /v1/chats/:chatId/read': { ...chats(204), body: () => ({ number: 1 }) },
  'POST /v1/receipts': { ...chats(204), body: ({ chatId }) => ({ chats: [{ id: chatId, deliveredNumber: 1 }] }) },

  'POST /v1/reports': {
    group: { ...inside(201), member: 409 },
    room: { ...inside(201), member: 409 },
    private: { ...pair(201), author: 409 },
    body: ({ chatId, messageId }) => ({ chatId, messageId, reason: 'Rude' }),
  },
  'GET /v1/admin/reports': { installation: operators(200) },
  'PATCH /v1/admin/reports/:reportId': { installation: operators(200), body: () => ({ status: 'resolved' }) },
  'PUT /v1/admin/users/:userId/suspension': { installation: operators(204) },
  'DELETE /v1/admin/users/:userId/suspension': { installation: operators(204) },
  'DELETE /v1/admin/chats/:chatId/messages/:messageId': { group: everybody(403), installation: operators(204) },
  'PUT /v1/admin/admins/:userId': { installation: operators(204) },
  'DELETE /v1/admin/admins/:userId': { installation: operators(204) },
  'GET /v1/admin/audit': { installation: operators(200) },
}
