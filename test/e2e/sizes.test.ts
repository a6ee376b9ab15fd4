import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { startTestApp, type TestApp } from '../support/app.js'
import { Person } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres')('real sizes', () => {
  let app: TestApp
  let people: Person[]

  beforeAll(async () => {
    app = await startTestApp()
    people = await Promise.all(['ada', 'bob', 'eve', 'max'].map((name) => Person.signUp(app.url, name)))
  }, 60_000)
  afterAll(() => app.close())

  /** People who never sign in: only the chats know them. */
  const seedUsers = async (count: number): Promise<readonly string[]> => {
    const ids = Array.from({ length: count }, () => randomUUID())
    await query(
      `INSERT INTO users (id, handle, display_name, created_at) SELECT id, 'seeded_' || substr(id::text, 1, 8), 'Seeded', now() FROM unnest($1::uuid[]) AS id`,
      ids,
    )
    return ids
  }

  /** By the same function that every send goes through, in one batch. */
  const seedMessages = (chatId: string, senderId: string, count: number) =>
    query(
      `SELECT count(*) FROM append_messages(
         ARRAY(SELECT gen_random_uuid() FROM generate_series(1, $3)), array_fill($1::uuid, ARRAY[$3]), array_fill($2::uuid, ARRAY[$3]),
         ARRAY(SELECT gen_random_uuid() FROM generate_series(1, $3)), array_fill('seeded'::text, ARRAY[$3]),
         ARRAY(SELECT 'message ' || n FROM generate_series(1, $3) AS n), array_fill(NULL::uuid, ARRAY[$3]), array_fill(now(), ARRAY[$3]),
         array_fill(NULL::jsonb, ARRAY[$3]), true)`,
      chatId,
      senderId,
      count,
    )

  const query = async (sql: string, ...parameters: readonly unknown[]) => {
    const client = new Client({ connectionString: app.databaseUrl })
    await client.connect()
    try {
      await client.query(sql, [...parameters])
    } finally {
      await client.end()
    }
  }

  it('OR1 LI2 a group of 200 and 10,000 messages in it: dense, live in order, and paged from any place', async () => {
    const [ada, bob] = people as [Person, Person]
    const memberIds = [...people.slice(1).map((person) => person.id), ...(await seedUsers(196))]
    const chat = await ada.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'Plenum', memberIds })
    expect([chat.memberCount, chat.members, chat.seq]).toEqual([200, undefined, 200])
    const members = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/members?limit=100`)
    expect([members.items.length, typeof members.nextCursor]).toEqual([100, 'string'])
    await seedMessages(chat.id, ada.id, 9_000)
    const socket = await bob.connect()

    let next = 9_000
    const sender = async (person: Person) => {
      while (next < 10_000) {
        next += 1
        await person.send(chat.id, `message ${next}`)
      }
    }
    await Promise.all(people.flatMap((person) => Array.from({ length: 16 }, () => sender(person))))
    await socket.next('message.created', (frame) => frame.data.message.number === 10_000, 10_000)
    expect(socket.of('message.created').map((frame) => frame.data.message.number)).toEqual(
      Array.from({ length: 1_000 }, (_, at) => 9_001 + at),
    )
    expect(socket.of('resync')).toEqual([])
    expect(await ada.expect(200, 'GET', `/v1/chats/${chat.id}`)).toMatchObject({ messageCount: 10_000, seq: 10_200 })
    const { items } = await bob.expect(200, 'GET', `/v1/chats/${chat.id}/messages?around=5000&limit=100`)
    expect([items.length, items[0].number < 5_000, items.at(-1).number > 5_000]).toEqual([100, true, true])
    const { chats } = await bob.expect(200, 'POST', '/v1/sync', { chats: [{ id: chat.id, seq: 200 }] })
    expect([chats[0].reset, chats[0].messages.length, chats[0].messages.at(-1).number]).toEqual([true, 50, 10_000])
    socket.close()
  }, 120_000)
})
