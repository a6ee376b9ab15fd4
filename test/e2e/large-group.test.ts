import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { logStatements, type StatementLog } from '../support/statements.js'

/** A page of 100 members takes half of it. */
const mostBytes = 64 * 1024

requires('postgres')('a group of 10,000, and somebody in 1,000 chats', () => {
  let app: TestApp
  let log: StatementLog
  let ada: Person
  let bob: Person
  let large: Json
  let small: Json

  beforeAll(async () => {
    log = logStatements()
    app = await startTestApp()
    ;[ada, bob] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob')])
    const crowd = await seedUsers(10_000)
    ;[large, small] = [await ada.createGroup('Large', bob), await ada.createGroup('Small', bob)]
    await seedMembers(large.id, crowd)
    await seedMembers(small.id, crowd.slice(0, 58))
    await app.query('ANALYZE')
  }, 60_000)
  afterAll(async () => {
    log.stop()
    await app.close()
  })

  const seedUsers = async (count: number): Promise<readonly string[]> =>
    (
      await app.query(
        `INSERT INTO users (id, handle, display_name, created_at)
         SELECT gen_random_uuid(), 'seeded_' || n, 'Seeded ' || n, now() FROM generate_series(1, $1::int) AS n RETURNING id`,
        [count],
      )
    ).map(({ id }) => String(id))

  const seedMembers = async (chatId: string, userIds: readonly string[]) => {
    await app.query(
      `INSERT INTO chat_members (chat_id, user_id, joined_at, seq)
       SELECT c.id, u.id, now() + u.n * interval '1 second', c.seq + u.n FROM chats c, unnest($2::uuid[]) WITH ORDINALITY AS u(id, n) WHERE c.id = $1`,
      [chatId, userIds],
    )
    const people = userIds.length
    await app.query('UPDATE chats SET member_count = member_count + $2, seq = seq + $2, members_seq = seq + $2 WHERE id = $1', [
      chatId,
      people,
    ])
  }

  /** Of one person each. */
  const seedChats = (userId: string, count: number) =>
    app.query(
      `WITH made AS (
         INSERT INTO chats (id, type, title, member_count, seq, members_seq, created_at, last_activity_at, changed_at)
         SELECT gen_random_uuid(), 'group', 'Chat ' || n, 1, 1, 1, now(), now() - n * interval '1 minute', now() FROM generate_series(1, $2::int) AS n
         RETURNING id)
       INSERT INTO chat_members (chat_id, user_id, role, joined_at, seq) SELECT id, $1, 'owner', now(), 1 FROM made`,
      [userId, count],
    )

  const current = ({ id }: Json) => ada.expect(200, 'GET', `/v1/chats/${id}`)

  const ask = async ([by, method, path, body]: Request) => {
    const { answer, statements } = await log.ask(app.url, by, method, path, body === undefined ? {} : { body })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return { body: answer.body, bytes: JSON.stringify(answer.body ?? '').length, statements: statements.length }
  }

  type Request = readonly [by: Person, method: string, path: string, body?: Json]

  const newcomer = () => Person.signUp(app.url, 'new')
  /** Somebody who is in the chat, last of all. */
  const memberOf = async ({ id }: Json) => {
    const person = await newcomer()
    await ada.expect(201, 'POST', `/v1/chats/${id}/members`, { userId: person.id })
    return person
  }

  /** Every kind of request that touches a group's people or its log. */
  const requests: Readonly<Record<string, (chat: Json) => Request | Promise<Request>>> = {
    'the chat': ({ id }) => [ada, 'GET', `/v1/chats/${id}`],
    'a page of members': ({ id }) => [ada, 'GET', `/v1/chats/${id}/members?limit=100`],
    'a message': ({ id }) => [ada, 'POST', `/v1/chats/${id}/messages`, { clientId: randomUUID(), text: 'Hello' }],
    'a page of messages': ({ id }) => [ada, 'GET', `/v1/chats/${id}/messages?limit=100`],
    'a sync of its last changes': ({ id, seq }) => [ada, 'POST', '/v1/sync', { chats: [{ id, seq: seq - 40 }] }],
    'a sync from far behind': ({ id, seq }) => [ada, 'POST', '/v1/sync', { chats: [{ id, seq: seq + 1_000 }] }],
    'a mark': ({ id }) => [bob, 'POST', `/v1/chats/${id}/read`, { number: 1 }],
    'a receipt': ({ id }) => [bob, 'POST', '/v1/receipts', { chats: [{ id, deliveredNumber: 2 }] }],
    'a preference': ({ id }) => [bob, 'PATCH', `/v1/chats/${id}/me`, { muted: true }],
    'a title': ({ id }) => [ada, 'PATCH', `/v1/chats/${id}`, { title: randomUUID() }],
    'a role': async (chat) => [ada, 'PATCH', `/v1/chats/${chat.id}/members/${(await memberOf(chat)).id}`, { role: 'admin' }],
    'somebody brought in': async ({ id }) => [ada, 'POST', `/v1/chats/${id}/members`, { userId: (await newcomer()).id }],
    'somebody removed': async (chat) => [ada, 'DELETE', `/v1/chats/${chat.id}/members/${(await memberOf(chat)).id}`],
    'somebody banned': async (chat) => [ada, 'PUT', `/v1/chats/${chat.id}/bans/${(await memberOf(chat)).id}`],
    'somebody leaving': async (chat) => [await memberOf(chat), 'POST', `/v1/chats/${chat.id}/leave`],
    'its last owner leaving': ({ id }) => [ada, 'POST', `/v1/chats/${id}/leave`],
  }

  it.each(Object.entries(requests))('a group of 10,000 is served like one of 60: %s', async (_name, requestOf) => {
    const [few, many] = [await ask(await requestOf(await current(small))), await ask(await requestOf(await current(large)))]
    expect(many.statements).toBe(few.statements)
    expect(Math.max(few.bytes, many.bytes)).toBeLessThan(mostBytes)
    expect(JSON.stringify(many.body ?? '').match(/"leftAt"/g)?.length ?? 0).toBeLessThanOrEqual(100)
  })

  it('somebody in 1,000 chats gets them a page at a time, each for what two chats cost', async () => {
    const [busy, calm] = [await newcomer(), await newcomer()]
    await seedChats(busy.id, 1_000)
    await seedChats(calm.id, 2)
    await app.query('ANALYZE')
    const costs = async (person: Person) => {
      const [list, sync] = [await ask([person, 'GET', '/v1/chats']), await ask([person, 'POST', '/v1/sync', { chats: [] }])]
      expect(Math.max(list.bytes, sync.bytes)).toBeLessThan(2 * mostBytes)
      return [list.statements, sync.statements]
    }
    expect(await costs(busy)).toEqual(await costs(calm))
    const told = new Set<string>()
    let pages = 0
    let cursor: string | null = null
    do {
      const { chats, cursor: next } = await busy.expect(200, 'POST', '/v1/sync', { chats: [], cursor })
      for (const { chat } of chats) told.add(chat.id)
      pages += 1
      cursor = next
    } while (cursor !== null)
    expect([told.size, pages]).toEqual([1_000, 10])
  })
})
