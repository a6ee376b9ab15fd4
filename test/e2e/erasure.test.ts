import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { archive } from '../../src/adapters/http/resources/archive.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, type Json, Person, password } from '../support/client.js'
import { attach } from '../support/files.js'
import { PushBrowser } from '../support/push-browser.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

/** What becomes of each column when a person is erased; `keep` says why it may stay. */
type Policy = 'erase' | 'anonymise' | `keep: ${string}`

const ofNobody = 'keep: says nothing of a person'
const ofTheChat = 'keep: it is about the chat, and the others are in it'
const ofTheMessage = 'keep: a message stays readable, by somebody without a name'
const pseudonym = 'keep: a random id that no name, address or account belongs to any more'
const every = (policy: Policy, ...columns: readonly string[]) => Object.fromEntries(columns.map((column) => [column, policy]))

/** Every column of every table. One that is not here fails the test: whoever adds it decides. */
const policies: Readonly<Record<string, Readonly<Record<string, Policy>>>> = {
  instance: every(ofNobody, 'id', 'singleton', 'vapid_public_key', 'vapid_private_key'),
  accounts: every(
    'erase',
    'id',
    'email',
    'password_hash',
    'password_changed_at',
    'handle',
    'display_name',
    'created_at',
    'verified_at',
    'disabled_at',
  ),
  one_time_tokens: every('erase', 'account_id', 'purpose', 'token_hash', 'email', 'created_at', 'expires_at'),
  sessions: every(
    'erase',
    'id',
    'account_id',
    'device',
    'ip',
    'created_at',
    'last_used_at',
    'expires_at',
    'access_expires_at',
    'refresh_key',
    'refresh_hash',
    'generation',
    'confirmed_at',
    'ended_at',
  ),
  mails: every('erase', 'id', 'to', 'subject', 'text', 'html', 'created_at', 'attempts', 'next_attempt_at'),
  security_events: {
    ...every('erase', 'user_id', 'session_id', 'ip', 'user_agent', 'request_id'),
    ...every('keep: that something happened, to nobody in particular', 'id', 'at', 'type', 'outcome'),
    // What others did names them by their id, as the members they banned.
    ...every(pseudonym, 'detail'),
  },
  users: {
    ...every('anonymise', 'handle', 'display_name', 'avatar_url'),
    ...every(pseudonym, 'id', 'created_at', 'seq'),
  },
  notification_settings: every('erase', 'user_id', 'level', 'show_preview'),
  push_subscriptions: every('erase', 'id', 'user_id', 'session_id', 'endpoint', 'p256dh', 'auth', 'created_at', 'expires_at'),
  presences: every('erase', 'user_id', 'visibility', 'last_seen', 'last_seen_at'),
  chats: {
    ...every(ofTheChat, 'id', 'type', 'title', 'topic', 'visibility', 'history', 'member_count', 'seq', 'members_seq', 'message_count'),
    ...every(ofTheChat, 'created_at', 'last_activity_at', 'changed_at'),
    ...every(pseudonym, 'low_user_id', 'high_user_id'),
  },
  chat_members: {
    ...every(pseudonym, 'user_id'),
    ...every(ofTheChat, 'chat_id', 'role', 'joined_at', 'left_at', 'seq', 'first_number', 'read_number', 'delivered_number', 'me_seq'),
    ...every('anonymise', 'muted', 'pinned', 'archived', 'notify', 'marked_unread'),
  },
  invites: {
    ...every(pseudonym, 'created_by'),
    ...every(ofTheChat, 'code', 'chat_id', 'created_at', 'expires_at', 'max_uses', 'uses', 'revoked_at'),
  },
  chat_bans: {
    ...every('erase', 'user_id'),
    ...every(pseudonym, 'banned_by'),
    ...every(ofTheChat, 'chat_id', 'banned_at'),
  },
  messages: {
    ...every(
      ofTheMessage,
      'id',
      'chat_id',
      'number',
      'seq',
      'client_id',
      'digest',
      'text',
      'reply_to_id',
      'created_at',
      'edited_at',
      'deleted_at',
      'created_seq',
      'thread_root_id',
      'reply_count',
      'mentions_all',
      'attachments',
      'previews',
      'pinned_at',
    ),
    ...every(pseudonym, 'sender_id', 'mentions', 'reactions', 'forwarded'),
  },
  message_edits: every(ofTheMessage, 'message_id', 'nth', 'text', 'edited_at'),
  message_reactions: { ...every(ofTheMessage, 'message_id', 'emoji', 'created_at'), ...every(pseudonym, 'user_id') },
  message_mentions: every('erase', 'user_id', 'chat_id', 'number', 'message_id'),
  thread_members: every('erase', 'root_id', 'user_id', 'following', 'read_number'),
  // Of files that a message has; uploads that none has are erased.
  attachments: {
    ...every(pseudonym, 'owner_id'),
    ...every(ofTheMessage, 'id', 'blob', 'thumb_blob', 'name', 'type', 'size', 'width', 'height', 'created_at', 'message_id', 'chat_id'),
  },
  instance_admins: { ...every('erase', 'user_id', 'appointed_at'), ...every(pseudonym, 'appointed_by') },
  reports: {
    ...every('erase', 'reporter_id', 'reason'),
    ...every(pseudonym, 'user_id', 'handled_by'),
    ...every(
      'keep: that somebody without a name was reported',
      'id',
      'chat_id',
      'message_id',
      'status',
      'note',
      'created_at',
      'handled_at',
    ),
  },
  loose_blobs: {
    ...every('erase', 'owner_id'),
    ...every('keep: bytes that nobody has any more are removed by it', 'blob', 'thumb_blob', 'bytes', 'since'),
  },
  user_blocks: every('erase', 'blocker_id', 'blocked_id', 'created_at'),
  message_search: every(ofTheMessage, 'message_id', 'chat_id', 'number', 'created_at', 'lexemes'),
  search_queue: every(ofTheMessage, 'id', 'message_id'),
  push_news: every('keep: of a chat, and for seconds', 'id', 'chat_id', 'first_number', 'last_number', 'at', 'after_user_id'),
  pushes: every('erase', 'subscription_id', 'chat_id', 'first_number', 'last_number', 'since', 'due_at'),
}

/** The columns of each table, as the Prisma schema has them. */
function columnsOf(schema: string): Readonly<Record<string, readonly string[]>> {
  const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)]
  const names = new Set(models.map(([, name]) => name))
  return Object.fromEntries(
    models.map(([, name, body = '']) => {
      const fields = [...body.matchAll(/^ {2}(\w+)\s+(\w+)([[\]?]*)(.*)$/gm)].filter(([, , type]) => !names.has(type ?? ''))
      const columns = fields.map(([, field, , , rest = '']) => /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field ?? '')
      return [/@@map\("(\w+)"\)/.exec(body)?.[1] ?? name ?? '', columns]
    }),
  )
}

/** Where the archive has what each table knows of somebody: a list, a part of `account`, or why not. */
const archived: Readonly<Record<string, string>> = {
  instance: 'not: says nothing of a person',
  accounts: 'account',
  one_time_tokens: 'account',
  sessions: 'sessions',
  mails: 'not: only until they are sent, to the same person',
  security_events: 'securityEvents',
  users: 'profile',
  notification_settings: 'account',
  push_subscriptions: 'pushSubscriptions',
  presences: 'account',
  chats: 'memberships',
  chat_members: 'memberships',
  invites: 'invites',
  chat_bans: 'bans bansMade',
  messages: 'messages',
  message_edits: 'edits',
  message_reactions: 'reactions',
  message_mentions: 'mentions',
  thread_members: 'threads',
  attachments: 'attachments',
  instance_admins: 'account',
  reports: 'reports',
  loose_blobs: 'not: room held for an upload, for minutes',
  user_blocks: 'blocks',
  message_search: 'not: made of the messages',
  search_queue: 'not: made of the messages',
  push_news: 'not: made of the messages',
  pushes: 'not: only until they are sent, to the same person',
}

describe('the schema', () => {
  it('says of every table where the archive has what is somebody’s own', () => {
    expect(Object.keys(archived).sort()).toEqual(Object.keys(columnsOf(readFileSync('prisma/schema.prisma', 'utf8'))).sort())
  })

  it('says of every column what becomes of it when a person is erased', () => {
    const columns = columnsOf(readFileSync('prisma/schema.prisma', 'utf8'))
    const sorted = (of: readonly string[]) => [...of].sort()
    const declared = Object.entries(policies).map(([table, of]) => [table, sorted(Object.keys(of))])
    expect(Object.keys(columns).length).toBeGreaterThan(8)
    expect(Object.fromEntries(Object.entries(columns).map(([table, of]) => [table, sorted(of)]))).toEqual(Object.fromEntries(declared))
  })
})

requires('postgres', 'redis')('the erasure of a person', () => {
  let app: TestApp

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
  }, 60_000)
  afterAll(() => app?.close())

  const trace = randomBytes(5).toString('hex')
  const agent = `Agent-${trace}`
  const named = (person: Person, method: string, path: string, body?: Json) => person.call(method, path, body, { 'User-Agent': agent })

  /** Somebody with something of theirs wherever something can be. */
  async function livedHere() {
    const [ada, bob, eve] = [
      await Person.signUp(app.url, `t${trace}`),
      await Person.signUp(app.url, 'bob'),
      await Person.signUp(app.url, 'eve'),
    ]
    await ada.expect(200, 'PATCH', '/v1/me', { displayName: `Ada ${trace}` })
    await app.query('UPDATE users SET avatar_url = $2 WHERE id = $1', [ada.id, `https://example.com/${trace}.png`])
    await call(app.url, 'POST', '/v1/auth/login', {
      body: { email: ada.email, password, device: `Phone ${trace}` },
      headers: { 'User-Agent': agent },
    })
    await call(app.url, 'POST', '/v1/auth/login', { body: { email: ada.email, password: 'wrong' }, headers: { 'User-Agent': agent } })
    await call(app.url, 'POST', '/v1/auth/password/forgot', { body: { email: ada.email } })
    await named(ada, 'POST', '/v1/me/email', { email: `new.${ada.email}`, password })
    const group = await bob.createGroup('Of bob', ada, eve)
    const own = await ada.createGroup('Of ada', bob, eve)
    const alone = await ada.createGroup('Alone')
    const pair = await ada.expect(201, 'POST', '/v1/chats', { type: 'private', userId: bob.id })
    const messages = []
    for (const chat of [group, own, pair]) messages.push(await ada.send(chat.id, 'Hello from somebody'))
    await ada.send(alone.id, 'Nobody reads this')
    await attach(ada, 'Never sent', { name: `${trace}.txt` })
    await ada.expect(201, 'POST', `/v1/chats/${own.id}/invites`, {})
    await ada.expect(204, 'PUT', `/v1/chats/${own.id}/bans/${(await Person.signUp(app.url, 'zoe')).id}`)
    await bob.expect(204, 'PUT', `/v1/chats/${(await bob.createGroup('Not for ada')).id}/bans/${ada.id}`)
    await ada.expect(204, 'PUT', `/v1/users/${eve.id}/block`)
    await ada.expect(201, 'POST', '/v1/push-subscriptions', new PushBrowser(`https://push.example/${trace}/${randomUUID()}`).subscription)
    await ada.expect(200, 'PATCH', '/v1/me/notifications', { level: 'mentions' })
    await app.query('UPDATE chat_members SET muted = true, pinned = true, archived = true WHERE user_id = $1', [ada.id])
    return { ada, bob, group, own, alone, pair, messages }
  }

  const tables = Object.keys(policies).filter((table) => table !== 'instance')

  /** Every row that has the text somewhere. */
  async function rowsWith(text: string): Promise<readonly string[]> {
    const found: string[] = []
    for (const table of tables) {
      for (const { row } of await app.query(`SELECT to_jsonb(t)::text AS row FROM "${table}" t`))
        if (String(row).includes(text)) found.push(`${table}: ${String(row)}`)
    }
    return found
  }

  it('leaves no trace of them in any table, and their messages to the others', async () => {
    const { ada, bob, group, own, alone, pair, messages } = await livedHere()
    const socket = await ada.connect()
    const bobs = await bob.connect()
    const sessionIds = (await app.query('SELECT id FROM sessions WHERE account_id = $1', [ada.id])).map(({ id }) => String(id))
    await until('the audit log was written', async () => (await rowsWith(ada.id)).some((row) => row.startsWith('security_events')))
    expect((await rowsWith(trace)).map((row) => row.split(':')[0])).toEqual(
      expect.arrayContaining(['accounts', 'one_time_tokens', 'sessions', 'mails', 'security_events', 'users', 'push_subscriptions']),
    )

    expect((await named(ada, 'DELETE', '/v1/me', { password: 'wrong' })).body.code).toBe('invalid_credentials')
    expect((await named(ada, 'DELETE', '/v1/me', {})).status).toBe(400)
    expect((await named(ada, 'DELETE', '/v1/me', { password })).status).toBe(204)

    expect((await socket.end(1_000)).code).toBe(4401)
    expect((await ada.call('GET', '/v1/me')).status).toBe(401)
    for (const body of [{ email: ada.email, password }]) expect((await call(app.url, 'POST', '/v1/auth/login', { body })).status).toBe(401)
    const logged = "SELECT id FROM security_events WHERE type = 'account_erasure' AND outcome = 'success'"
    await until('the audit log was written', async () => (await app.query(logged)).length > 0)
    for (const secret of [trace, agent, ...sessionIds]) expect(await rowsWith(secret)).toEqual([])
    const rest = (await rowsWith(ada.id)).map((row) => row.split(':')[0])
    expect(new Set(rest)).toEqual(new Set(['users', 'chats', 'chat_members', 'messages', 'invites', 'chat_bans', 'security_events']))
    expect(await app.query('SELECT type FROM security_events WHERE user_id = $1', [ada.id])).toEqual([])
    expect(await app.query('SELECT chat_id FROM chat_bans WHERE user_id = $1', [ada.id])).toEqual([])
    const places = await app.query('SELECT muted OR pinned OR archived AS kept FROM chat_members WHERE user_id = $1', [ada.id])
    expect(places.map(({ kept }) => kept)).toEqual([false, false, false])

    const user = await bob.expect(200, 'GET', `/v1/users/${ada.id}`)
    expect(user).toMatchObject({ displayName: 'Deleted user', avatarUrl: null, handle: expect.stringMatching(/^deleted_[a-z0-9]{20,24}$/) })
    expect((await bob.expect(200, 'GET', '/v1/users?query=deleted')).items).toEqual([])
    for (const [index, chat] of [group, own, pair].entries()) {
      const { items } = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages`)
      expect(items).toMatchObject([{ id: messages[index].id, text: 'Hello from somebody', senderId: ada.id }])
    }
    expect((await bob.expect(200, 'GET', `/v1/chats/${own.id}`)).me.role).toBe('owner')
    expect(await app.query('SELECT id FROM chats WHERE id = $1', [alone.id])).toEqual([])
    await bobs.next('member.left', (frame) => frame.chatId === group.id)
    bobs.close()
  })

  it('S124 leaves nobody who could be written to, added or found', async () => {
    const { ada, bob, own } = await livedHere()
    const eve = await Person.signUp(app.url, 'eve')
    expect((await named(ada, 'DELETE', '/v1/me', { password })).status).toBe(204)
    expect((await eve.call('POST', '/v1/chats', { type: 'private', userId: ada.id })).status).toBe(404)
    expect((await bob.call('POST', `/v1/chats/${own.id}/members`, { userId: ada.id })).status).toBe(404)
    expect((await eve.call('POST', '/v1/chats', { type: 'group', title: 'With a ghost', memberIds: [ada.id] })).status).toBe(400)
  })

  it('is not kept from happening by a stranger who adds them to groups again and again', async () => {
    const [ada, bob] = [await Person.signUp(app.url, 'ada'), await Person.signUp(app.url, 'bob')]
    const groups = await Promise.all(Array.from({ length: 4 }, (_, nth) => bob.createGroup(`Come back ${nth}`)))
    let leaving = true
    const adding = groups.map(async ({ id }) => {
      while (leaving) await bob.call('POST', `/v1/chats/${id}/members`, { userId: ada.id })
    })
    await until('she is in all of them', async () => (await ada.expect(200, 'GET', '/v1/chats')).items.length === groups.length)
    const { status } = await ada.call('DELETE', '/v1/me', { password })
    leaving = false
    await Promise.all(adding)
    expect(status).toBe(204)
    expect(await app.query('SELECT chat_id FROM chat_members WHERE user_id = $1 AND left_at IS NULL', [ada.id])).toEqual([])
  })

  it('frees the address and the handle for somebody new', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    expect((await named(ada, 'DELETE', '/v1/me', { password })).status).toBe(204)
    const body = { email: ada.email, password, handle: ada.handle }
    expect((await call(app.url, 'POST', '/v1/auth/register', { body })).status).toBe(202)
    const [mail] = (await call(app.url, 'GET', `/dev/mail.json?to=${ada.email}`)).body
    expect(mail.subject).toContain('verify')
    expect(
      (await call(app.url, 'POST', '/v1/auth/register', { body: { ...body, email: `x${ada.email}`, handle: `deleted_${trace}` } })).body
        .code,
    ).toBe('handle_taken')
  })

  it('is preceded by an archive of everything, for who asks for it', async () => {
    const { ada, bob, group, pair } = await livedHere()
    await bob.send(pair.id, 'Not from ada')
    for (let number = 0; number < 30; number += 1) await ada.send(group.id, `Message ${number}`, randomUUID())
    const [first] = (await ada.expect(200, 'GET', `/v1/chats/${group.id}/messages`)).items
    await ada.expect(200, 'PATCH', `/v1/chats/${group.id}/messages/${first.id}`, { text: 'Edited' })
    await ada.expect(200, 'PUT', `/v1/chats/${group.id}/messages/${first.id}/reactions/${encodeURIComponent('👍')}`)
    await bob.send(group.id, `@${ada.handle} look`)
    await ada.expect(204, 'PUT', `/v1/chats/${group.id}/threads/${first.id}/follow`)
    await ada.expect(201, 'POST', '/v1/reports', { userId: bob.id, reason: 'Rude' })
    await ada.expect(200, 'PATCH', '/v1/me/presence', { lastSeen: true })
    const { status, headers, body } = await ada.call('GET', '/v1/me/export')
    expect([status, headers.get('Content-Disposition')]).toEqual([200, 'attachment; filename="parley-export.json"'])
    expect(archive.parse(body)).toEqual(body)
    const parts = Object.values(archived).filter((part) => !part.startsWith('not: '))
    expect(new Set(Object.keys(body))).toEqual(new Set(['exportedAt', ...parts.flatMap((part) => part.split(' '))]))
    for (const [name, part] of Object.entries(body)) expect([name, Array.isArray(part) && part.length]).not.toEqual([name, 0])
    expect(body.account).toMatchObject({
      newEmail: `new.${ada.email}`,
      presence: { lastSeen: true },
      notifications: { level: 'mentions' },
      signedUpAs: { handle: ada.handle },
    })
    expect(body.edits).toMatchObject([{ messageId: first.id }])
    expect(body.reactions).toMatchObject([{ messageId: first.id, emoji: '👍' }])
    expect(body.threads.map(({ rootId }: Json) => rootId)).toContain(first.id)
    expect(body.reports).toMatchObject([{ userId: bob.id, reason: 'Rude', status: 'open' }])
    expect(body.profile).toEqual(await ada.expect(200, 'GET', '/v1/me'))
    expect(body.sessions).toHaveLength(2)
    expect(body.memberships).toHaveLength(4)
    expect(body.messages).toHaveLength(34)
    expect([body.blocks, body.invites, body.bans].map((list) => list.length)).toEqual([1, 1, 1])
    expect(body.attachments).toMatchObject([{ name: `${trace}.txt`, size: 10, messageId: null }])
    expect(body.securityEvents.map(({ type }: Json) => type)).toEqual(expect.arrayContaining(['sign_in', 'email_change_request']))
    expect(body.pushSubscriptions).toMatchObject([{ endpoint: expect.stringContaining(trace), sessionId: expect.any(String) }])
    expect(body.exportedAt).toMatch(/Z$/)
    expect(new Set(body.messages.map(({ senderId }: Json) => senderId))).toEqual(new Set([ada.id]))
    expect(JSON.stringify(body)).not.toMatch(/refreshHash|refreshKey|passwordHash|argon2/)
    expect((await call(app.url, 'GET', '/v1/me/export')).status).toBe(401)
  })
})
