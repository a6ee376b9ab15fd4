import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { theRoutes } from '../support/all-routes.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, type Json, mailedToken, Person, password } from '../support/client.js'
import { attach, formOfOneFile } from '../support/files.js'
import { PushBrowser } from '../support/push-browser.js'
import { requires } from '../support/requires.js'
import { logStatements, type Sent, type StatementLog } from '../support/statements.js'

interface Ask extends Sent {
  readonly path: string
  /** Ada, unless told; `null`: nobody is signed in. */
  readonly by?: Person | null
}

/** What is asked by whom, once what it needs is there. */
type Row = readonly [statements: number, ask: () => Ask | Promise<Ask>]

let app: TestApp
let log: StatementLog
let ada: Person
let bob: Person
let eve: Person
let group: Json
let message: Json

/**
 * Every route, and how many statements one request of it takes, BEGIN and COMMIT among them. What finds out who is calling is not counted: it
 * is remembered for seconds. None of them grows with what is kept: test/e2e/large-group.test.ts.
 */
const table: Readonly<Record<string, Row>> = {
  'POST /v1/auth/register': [2, () => ({ by: null, path: '/v1/auth/register', body: someone() })],
  'POST /v1/auth/verify-email': [1, async () => ({ by: null, path: '/v1/auth/verify-email', body: { token: await signedUp() } })],
  'POST /v1/auth/verify-email/resend': [2, async () => ({ by: null, path: '/v1/auth/verify-email/resend', body: { email: ada.email } })],
  'POST /v1/auth/login': [4, () => ({ by: null, path: '/v1/auth/login', body: { email: ada.email, password } })],
  'POST /v1/auth/refresh': [3, async () => ({ by: null, path: '/v1/auth/refresh', body: { refreshToken: (await fresh()).refreshToken } })],
  'POST /v1/auth/logout': [2, async () => ({ by: await fresh(), path: '/v1/auth/logout' })],
  'POST /v1/auth/logout-all': [1, async () => ({ by: await Person.signUp(app.url), path: '/v1/auth/logout-all' })],
  'POST /v1/auth/password/forgot': [2, () => ({ by: null, path: '/v1/auth/password/forgot', body: { email: ada.email } })],
  'POST /v1/auth/password/reset': [9, async () => ({ by: null, path: '/v1/auth/password/reset', body: await resetting() })],
  'POST /v1/auth/password/change': [
    8,
    () => ({ by: eve, path: '/v1/auth/password/change', body: { currentPassword: password, newPassword: password } }),
  ],
  'GET /v1/auth/sessions': [1, () => ({ path: '/v1/auth/sessions' })],
  'DELETE /v1/auth/sessions/:sessionId': [2, async () => ({ path: `/v1/auth/sessions/${await anotherSession()}` })],
  'GET /v1/me': [2, () => ({ path: '/v1/me' })],
  'PATCH /v1/me': [4, () => ({ path: '/v1/me', body: { displayName: 'Ada' } })],
  'POST /v1/me/email': [3, () => ({ path: '/v1/me/email', body: { email: `${randomUUID()}@example.com`, password } })],
  'POST /v1/me/email/confirm': [8, async () => ({ by: null, path: '/v1/me/email/confirm', body: { token: await newAddress() } })],
  'GET /v1/me/export': [22, () => ({ path: '/v1/me/export' })],
  'GET /v1/me/security-events': [1, () => ({ path: '/v1/me/security-events' })],
  'DELETE /v1/me': [25, async () => ({ by: await Person.signUp(app.url), path: '/v1/me', body: { password } })],
  'GET /v1/users': [1, () => ({ path: '/v1/users?query=a' })],
  'GET /v1/users/:userId': [1, () => ({ path: `/v1/users/${bob.id}` })],
  'PUT /v1/users/:userId/block': [2, () => ({ by: eve, path: `/v1/users/${bob.id}/block` })],
  'GET /v1/me/blocks': [1, () => ({ by: eve, path: '/v1/me/blocks' })],
  'DELETE /v1/users/:userId/block': [1, () => ({ by: eve, path: `/v1/users/${bob.id}/block` })],
  'GET /v1/chats': [3, () => ({ path: '/v1/chats' })],
  'POST /v1/chats': [11, () => ({ path: '/v1/chats', body: { type: 'group', title: 'Chess', memberIds: [bob.id, eve.id] } })],
  'GET /v1/chats/:chatId': [1, () => ({ path: `/v1/chats/${group.id}` })],
  'PATCH /v1/chats/:chatId': [7, () => ({ path: `/v1/chats/${group.id}`, body: { topic: randomUUID() } })],
  'DELETE /v1/chats/:chatId': [7, async () => ({ path: `/v1/chats/${(await ada.createGroup('Gone', bob)).id}` })],
  'GET /v1/rooms': [1, () => ({ path: '/v1/rooms?query=r' })],
  'POST /v1/chats/:chatId/join': [13, async () => ({ by: bob, path: `/v1/chats/${(await room()).id}/join` })],
  'POST /v1/chats/:chatId/leave': [10, async () => ({ by: bob, path: `/v1/chats/${(await ada.createGroup('Left', bob)).id}/leave` })],
  'GET /v1/chats/:chatId/members': [1, () => ({ path: `/v1/chats/${group.id}/members` })],
  'POST /v1/chats/:chatId/members': [14, async () => ({ path: `/v1/chats/${(await room()).id}/members`, body: { userId: bob.id } })],
  'PATCH /v1/chats/:chatId/members/:userId': [
    11,
    async () => ({ path: `/v1/chats/${(await ada.createGroup('R', bob)).id}/members/${bob.id}`, body: { role: 'admin' } }),
  ],
  'DELETE /v1/chats/:chatId/members/:userId': [
    10,
    async () => ({ path: `/v1/chats/${(await ada.createGroup('D', bob)).id}/members/${bob.id}` }),
  ],
  'POST /v1/chats/:chatId/invites': [6, () => ({ path: `/v1/chats/${group.id}/invites`, body: {} })],
  'GET /v1/chats/:chatId/invites': [2, () => ({ path: `/v1/chats/${group.id}/invites` })],
  'DELETE /v1/chats/:chatId/invites/:code': [7, async () => ({ path: `/v1/chats/${group.id}/invites/${await inviteTo(group)}` })],
  'GET /v1/invites/:code': [2, async () => ({ by: eve, path: `/v1/invites/${await inviteTo(await room())}` })],
  'POST /v1/invites/:code/accept': [16, async () => ({ by: eve, path: `/v1/invites/${await inviteTo(await room())}/accept` })],
  'GET /v1/chats/:chatId/bans': [2, () => ({ path: `/v1/chats/${group.id}/bans` })],
  'PUT /v1/chats/:chatId/bans/:userId': [11, async () => ({ path: `/v1/chats/${(await ada.createGroup('B', bob)).id}/bans/${bob.id}` })],
  'DELETE /v1/chats/:chatId/bans/:userId': [6, () => ({ path: `/v1/chats/${group.id}/bans/${eve.id}` })],
  'POST /v1/chats/:chatId/messages': [
    1,
    () => ({ path: `/v1/chats/${group.id}/messages`, body: { clientId: randomUUID(), text: 'Hello', replyTo: message.id } }),
  ],
  'GET /v1/chats/:chatId/messages': [2, () => ({ path: `/v1/chats/${group.id}/messages` })],
  'GET /v1/chats/:chatId/messages/:messageId': [1, () => ({ path: `/v1/chats/${group.id}/messages/${message.id}` })],
  'PATCH /v1/chats/:chatId/messages/:messageId': [9, () => ({ path: at(message), body: { text: randomUUID() } })],
  'DELETE /v1/chats/:chatId/messages/:messageId': [8, async () => ({ path: at(await ada.send(group.id, 'Gone')) })],
  'GET /v1/chats/:chatId/messages/:messageId/edits': [2, () => ({ path: `${at(message)}/edits` })],
  'PUT /v1/chats/:chatId/messages/:messageId/reactions/:emoji': [10, () => ({ path: `${at(message)}/reactions/${thumb}` })],
  'GET /v1/chats/:chatId/messages/:messageId/reactions/:emoji': [2, () => ({ path: `${at(message)}/reactions/${thumb}` })],
  'DELETE /v1/chats/:chatId/messages/:messageId/reactions/:emoji': [10, () => ({ path: `${at(message)}/reactions/${thumb}` })],
  'PUT /v1/chats/:chatId/messages/:messageId/pin': [8, () => ({ path: `${at(message)}/pin` })],
  'GET /v1/chats/:chatId/pins': [2, () => ({ path: `/v1/chats/${group.id}/pins` })],
  'DELETE /v1/chats/:chatId/messages/:messageId/pin': [8, () => ({ path: `${at(message)}/pin` })],
  'GET /v1/mentions': [1, () => ({ path: '/v1/mentions' })],
  'GET /v1/threads': [1, () => ({ path: '/v1/threads' })],
  'GET /v1/chats/:chatId/threads/:rootId': [2, () => ({ path: thread() })],
  'PUT /v1/chats/:chatId/threads/:rootId/follow': [1, () => ({ by: bob, path: `${thread()}/follow` })],
  'POST /v1/chats/:chatId/threads/:rootId/read': [1, () => ({ by: bob, path: `${thread()}/read`, body: { number: 2 } })],
  'DELETE /v1/chats/:chatId/threads/:rootId/follow': [1, () => ({ by: bob, path: `${thread()}/follow` })],
  'POST /v1/reports': [2, () => ({ by: bob, path: '/v1/reports', body: { userId: ada.id, reason: 'Spam' } })],
  'GET /v1/admin/reports': [2, () => ({ path: '/v1/admin/reports' })],
  'PATCH /v1/admin/reports/:reportId': [3, async () => ({ path: `/v1/admin/reports/${await reported()}`, body: { status: 'resolved' } })],
  'PUT /v1/admin/users/:userId/suspension': [3, async () => ({ path: `/v1/admin/users/${(await fresh()).id}/suspension` })],
  'DELETE /v1/admin/users/:userId/suspension': [2, async () => ({ path: `/v1/admin/users/${(await fresh()).id}/suspension` })],
  'DELETE /v1/admin/chats/:chatId/messages/:messageId': [
    8,
    async () => ({ path: `/v1/admin/chats/${group.id}/messages/${(await ada.send(group.id, 'Gone')).id}` }),
  ],
  'PUT /v1/admin/admins/:userId': [3, () => ({ path: `/v1/admin/admins/${bob.id}` })],
  'DELETE /v1/admin/admins/:userId': [3, () => ({ path: `/v1/admin/admins/${bob.id}` })],
  'GET /v1/admin/audit': [2, () => ({ path: '/v1/admin/audit' })],
  'POST /v1/chats/:chatId/read': [1, () => ({ by: bob, path: `/v1/chats/${group.id}/read`, body: { number: 1 } })],
  'PATCH /v1/chats/:chatId/me': [1, () => ({ path: `/v1/chats/${group.id}/me`, body: { pinned: true } })],
  'POST /v1/receipts': [1, () => ({ by: eve, path: '/v1/receipts', body: { chats: [{ id: group.id, deliveredNumber: 1 }] } })],
  'GET /v1/search': [6, () => ({ path: '/v1/search?q=hello' })],
  'POST /v1/chats/:chatId/typing': [1, () => ({ path: `/v1/chats/${group.id}/typing` })],
  'GET /v1/presence': [1, () => ({ path: `/v1/presence?userIds=${bob.id},${eve.id}` })],
  'PATCH /v1/me/presence': [1, () => ({ path: '/v1/me/presence', body: { lastSeen: true } })],
  'GET /v1/me/notifications': [1, () => ({ path: '/v1/me/notifications' })],
  'PATCH /v1/me/notifications': [1, () => ({ path: '/v1/me/notifications', body: { level: 'mentions' } })],
  'GET /v1/push-subscriptions': [1, () => ({ path: '/v1/push-subscriptions' })],
  'POST /v1/push-subscriptions': [1, () => ({ path: '/v1/push-subscriptions', body: new PushBrowser().subscription })],
  'DELETE /v1/push-subscriptions': [1, () => ({ path: '/v1/push-subscriptions', body: { endpoint: 'https://push.example/none' } })],
  'DELETE /v1/push-subscriptions/:subscriptionId': [1, async () => ({ path: `/v1/push-subscriptions/${await subscribed()}` })],
  'POST /v1/attachments': [2, () => ({ path: '/v1/attachments', ...formOfOneFile })],
  'GET /v1/attachments/:attachmentId': [1, async () => ({ path: (await attach(ada, 'Hello')).url })],
  'POST /v1/attachments/:attachmentId/link': [1, async () => ({ path: `${(await attach(ada, 'Hello')).url}/link` })],
  'GET /v1/attachments/:attachmentId/content': [
    1,
    async () => ({ path: (await ada.expect(200, 'POST', `${(await attach(ada, 'Hello')).url}/link`)).url }),
  ],
  'POST /v1/sync': [10, () => ({ path: '/v1/sync', body: { chats: [{ id: group.id, seq: 1 }] } })],
}

const someone = () => ({ email: `${randomUUID()}@example.com`, password, handle: `u_${randomUUID().slice(0, 8)}` })

async function signedUp(): Promise<string> {
  const body = someone()
  await call(app.url, 'POST', '/v1/auth/register', { body })
  return mailedToken(app.url, body.email)
}

/** Somebody's session that nobody uses but this row. */
async function fresh(): Promise<Person> {
  return Person.signUp(app.url, 'fresh')
}

async function resetting(): Promise<Json> {
  const { email } = await fresh()
  await call(app.url, 'POST', '/v1/auth/password/forgot', { body: { email } })
  return { token: await mailedToken(app.url, email, 'password'), password: `${password}!` }
}

async function newAddress(): Promise<string> {
  const [person, email] = [await fresh(), `${randomUUID()}@example.com`]
  await person.expect(202, 'POST', '/v1/me/email', { email, password })
  return mailedToken(app.url, email, '')
}

async function anotherSession(): Promise<string> {
  await call(app.url, 'POST', '/v1/auth/login', { body: { email: ada.email, password } })
  const { items } = await ada.expect(200, 'GET', '/v1/auth/sessions')
  return items.find(({ current }: Json) => !current).id
}

const thumb = encodeURIComponent('👍')
const at = ({ chatId, id }: Json) => `/v1/chats/${chatId}/messages/${id}`
const thread = () => `/v1/chats/${group.id}/threads/${message.id}`
const subscribed = async () => (await ada.expect(201, 'POST', '/v1/push-subscriptions', new PushBrowser().subscription)).id
const reported = async () => (await bob.expect(201, 'POST', '/v1/reports', { userId: ada.id, reason: 'Spam' })).id
const room = () => ada.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'Room', visibility: 'public' })
const inviteTo = async (chat: Json) => (await ada.expect(201, 'POST', `/v1/chats/${chat.id}/invites`, {})).code

requires('postgres')('the statements of a request', () => {
  beforeAll(async () => {
    log = logStatements()
    app = await startTestApp()
    ;[ada, bob, eve] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob'), Person.signUp(app.url, 'eve')])
    await app.query('INSERT INTO instance_admins VALUES ($1, $1, now())', [ada.id])
    group = await ada.createGroup('Chess', bob, eve)
    message = await ada.send(group.id, 'Hello')
    await eve.expect(201, 'POST', `/v1/chats/${group.id}/messages`, { clientId: randomUUID(), text: 'A reply', threadRoot: message.id })
  }, 60_000)
  afterAll(async () => {
    log.stop()
    await app.close()
  })

  it('is known for every route', () => {
    const routes = theRoutes().map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    const missing = routes.filter((route) => table[route] === undefined)
    const rows = missing.map((route) => `  '${route}': [0, () => ({ path: \`…\` })],`)
    if (missing.length > 0)
      throw new Error(
        `Each route needs a row in the table of this test. Add, and put in the number that it then tells you:\n${rows.join('\n')}`,
      )
    expect(Object.keys(table).filter((route) => !routes.includes(route))).toEqual([])
  })

  it.each(Object.entries(table))('%s', async (route, [expected, ask]) => {
    const { path, by = ada, ...sent } = await ask()
    const { answer, statements } = await log.ask(app.url, by, route.split(' ')[0] ?? '', path, sent)
    if (answer.status >= 300) throw new Error(`${route}: ${answer.status} ${JSON.stringify(answer.body)}`)
    const listed = statements.map((text, at) => `${at + 1}. ${text.replaceAll(/\s+/g, ' ').trim().slice(0, 150)}`)
    if (statements.length !== expected)
      throw new Error(
        `${route} took ${statements.length} statements, its row says ${expected}. Fewer: lower the number. More: can they be one? If they must be, raise it.\n${listed.join('\n')}`,
      )
    expect(statements).toHaveLength(expected)
  })

  it('are three for a sync of somebody who missed nothing, as most who come back', async () => {
    const { chats, mine } = await eve.expect(200, 'POST', '/v1/sync', { chats: [] })
    const held = chats.map(({ chat, seq }: Json) => ({ id: chat.id, seq }))
    const { answer, statements } = await log.ask(app.url, eve, 'POST', '/v1/sync', { body: { chats: held, mine: mine.seq } })
    expect([answer.body.chats, answer.body.mine, statements.length]).toEqual([[], { seq: mine.seq, chats: [] }, 3])
  })
})
