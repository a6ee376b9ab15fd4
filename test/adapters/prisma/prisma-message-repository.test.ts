import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { appendBatch } from '../../../src/adapters/prisma/append-statement.js'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import type { Database } from '../../../src/adapters/prisma/database.js'
import { NotFound, Unavailable } from '../../../src/domain/errors.js'
import type { ClientId } from '../../../src/domain/ids.js'
import type { User } from '../../../src/domain/user.js'
import type { Storage } from '../../contracts/storage.js'
import { draftOf, leave, makeGroup, makeUsers, send, sendMany, unknownId, upTo, viewOf } from '../../contracts/world.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { requires } from '../../support/requires.js'

let made: Awaited<ReturnType<typeof createTestDatabase>>
let databases: readonly Database[]
/** Two nodes on one database. */
let one: Storage
let two: Storage
/** A session of the test's own, to hold locks and to change what no port changes yet. */
let other: Client

beforeAll(async () => {
  made = await createTestDatabase()
  databases = [openPostgres(made.url), openPostgres(made.url)]
  const [first, second] = databases.map((database) => prismaStorage(database.prisma))
  if (first === undefined || second === undefined) throw new Error('no storage')
  one = first
  two = second
  other = new Client({ connectionString: made.url })
  await other.connect()
})

afterAll(async () => {
  await other.end()
  await Promise.all(databases.map((database) => database.close()))
  await made.drop()
})

async function people(count: number): Promise<readonly [User, User, ...User[]]> {
  const [first, second, ...rest] = await makeUsers(one, count)
  if (first === undefined || second === undefined) throw new Error('too few people')
  return [first, second, ...rest]
}

/** As a client would: a machine with much else to do may be too slow for the limits, and the same call again is safe. */
async function patiently<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof Unavailable) || attempt === 10) throw error
    }
  }
}

/** One batch, past the group commit that makes them. */
async function append(drafts: Parameters<typeof appendBatch>[1], wait: boolean): ReturnType<typeof appendBatch> {
  const [database] = databases
  if (database === undefined) throw new Error('no database')
  return appendBatch(database.prisma, drafts, wait)
}

const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)

async function held(sql: string, id: string, work: () => Promise<void>): Promise<void> {
  await other.query('BEGIN')
  try {
    await other.query(sql, [id])
    await work()
  } finally {
    await other.query('COMMIT')
  }
}

requires('postgres')('appending on a server', () => {
  it('MR7 a chat that somebody holds delays neither the others nor its own order', async () => {
    const [person] = await people(2)
    const [locked, free] = [await makeGroup(one, [person]), await makeGroup(one, [person])]
    let settled = 0
    let waiting: Promise<readonly { readonly number: number }[]> = Promise.resolve([])
    await held('SELECT 1 FROM chats WHERE id = $1 FOR UPDATE', locked.id, async () => {
      waiting = Promise.all(upTo(5).map((turn) => send(one, locked.id, person, { text: String(turn) }).finally(() => (settled += 1))))
      expect(await Promise.all(upTo(20).map(() => send(one, free.id, person)))).toHaveLength(20)
      expect(settled).toBe(0)
    })
    expect((await waiting).map((message) => message.number)).toEqual(upTo(5))
  })

  it('MR7 a sender whose row is held delays neither the others nor other chats', async () => {
    const [slow, quick] = await people(2)
    const [shared, free] = [await makeGroup(one, [quick, slow]), await makeGroup(one, [quick])]
    let waiting: Promise<unknown> = Promise.resolve()
    await held('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', slow.id, async () => {
      waiting = send(one, shared.id, slow)
      expect((await Promise.all(upTo(10).map(() => send(one, free.id, quick)))).length).toBe(10)
    })
    await waiting
    expect((await viewOf(one, shared.id, quick)).messageCount).toBe(1)
  })

  it('MR7 a chat held for too long is Unavailable for its own senders only, and the same call again is safe', async () => {
    const [person] = await people(2)
    const [locked, free] = [await makeGroup(one, [person]), await makeGroup(one, [person])]
    const draft = draftOf(locked.id, person)
    await held('SELECT 1 FROM chats WHERE id = $1 FOR UPDATE', locked.id, async () => {
      await expect(one.messages.append(draft)).rejects.toMatchObject({ code: 'unavailable' })
      await send(one, free.id, person)
    })
    expect(await one.messages.append(draft)).toMatchObject({ created: true, message: { number: 1 } })
    expect(await two.messages.append(draft)).toMatchObject({ created: false, message: { number: 1 } })
  })

  it('MR1 numbers are dense though two nodes send to one chat, and MR2 a retry may come to the other node', async () => {
    const everyone = await people(8)
    const chat = await makeGroup(one, everyone)
    const clientIds = upTo(8 * 15).map(() => unknownId<ClientId>())
    const sendsTo = (node: Storage) =>
      clientIds.map((clientId, index) => send(node, chat.id, everyone[index % 8] ?? everyone[0], { clientId }))
    const [here, there] = await Promise.all([Promise.all(sendsTo(one)), Promise.all(sendsTo(two))])
    expect(there).toEqual(here)
    expect(ascending(here.map((message) => message.number))).toEqual(upTo(8 * 15))
    expect((await viewOf(one, chat.id, everyone[0])).messageCount).toBe(8 * 15)
  })

  it('MR4 removals, sends and read marks of two nodes end with whole counters and no error but 404', async () => {
    const everyone = await people(10)
    const chat = await makeGroup(one, everyone)
    const sendings = everyone.flatMap((person) =>
      upTo(10).map((turn) => ({ node: turn % 2 === 0 ? one : two, draft: draftOf(chat.id, person) })),
    )
    const outcomes = await Promise.allSettled([
      ...sendings.map(({ node, draft }) => patiently(() => node.messages.append(draft))),
      ...everyone.slice(5).map((person) => patiently(() => leave(two, chat.id, person))),
      ...everyone
        .slice(0, 5)
        .flatMap((person) => upTo(10).map((number) => patiently(() => two.readMarks.advance(chat.id, person.id, number)))),
    ])
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
    expect(refused.filter((reason) => !(reason instanceof NotFound))).toEqual([])
    const { rows } = await other.query('SELECT number, seq FROM messages WHERE chat_id = $1 ORDER BY number', [chat.id])
    expect(rows.map((row) => Number(row.number))).toEqual(upTo(rows.length))
    expect(ascending(rows.map((row) => Number(row.seq)))).toEqual(rows.map((row) => Number(row.seq)))
    const view = await viewOf(one, chat.id, everyone[0])
    expect([view.messageCount, view.memberCount, view.seq]).toEqual([rows.length, 5, chat.seq + rows.length + 5])
  })

  it.each(['plain text', 'a reply in a thread', 'a mention'] as const)(
    'MR2 a repeat within one batch, of %s, is known without offending a constraint: it waits for the first',
    async (what) => {
      const [person, other] = await people(2)
      const chat = await makeGroup(one, [person, other])
      const root = await send(one, chat.id, other)
      const draft = draftOf(chat.id, person, {
        text: what === 'a mention' ? `@${other.handle}` : 'Once',
        threadRoot: what === 'a reply in a thread' ? root.id : null,
      })
      expect((await append([draft, draft], false)).map((verdict) => verdict.kind)).toEqual(['done', 'busy'])
      const before = await one.messages.findForMember(chat.id, root.id, person.id)
      expect(await append([draft], true)).toMatchObject([{ kind: 'done', result: { created: false } }])
      expect(await one.messages.findForMember(chat.id, root.id, person.id)).toEqual(before)
      expect(before?.replyCount).toBe(what === 'a reply in a thread' ? 1 : 0)
      expect((await viewOf(one, chat.id, other)).unreadMentions).toBe(what === 'a mention' ? 1 : 0)
    },
  )

  it('MR6 what later messages of the same batch left unread is told', async () => {
    const [first, second] = await people(2)
    const chat = await makeGroup(one, [first, second])
    const answers = await Promise.all([first, first, second, second, second].map((person) => one.messages.append(draftOf(chat.id, person))))
    const senders = answers.map((answer) => (answer.created ? answer.sender : undefined))
    expect(senders.map((sender) => sender?.unread)).toEqual([undefined, 3, undefined, undefined, 0])
    expect(senders[0]).toBeNull()
  })

  it('MR6 in one batch, plain messages, replies, mentions and refusals each get what is theirs', async () => {
    const [owner, member] = await people(2)
    const chat = await makeGroup(one, [owner, member])
    const root = await send(one, chat.id, owner)
    const verdicts = await append(
      [
        draftOf(chat.id, member, { threadRoot: root.id }),
        draftOf(chat.id, owner, { threadRoot: unknownId() }),
        draftOf(chat.id, member),
        draftOf(chat.id, owner, { text: `@${member.handle}, look` }),
        draftOf(chat.id, owner, { text: '@all', threadRoot: root.id }),
        draftOf(chat.id, owner),
      ],
      false,
    )
    const results = verdicts.map((verdict) => (verdict.kind === 'done' && verdict.result.created ? verdict.result : null))
    expect(results.map((result) => result && [result.message.number, result.message.seq - root.seq])).toEqual([
      [2, 1],
      null,
      [3, 3],
      [4, 4],
      [5, 5],
      [6, 7],
    ])
    expect(results.map((result) => result?.root?.replyCount)).toEqual([1, undefined, undefined, undefined, 2, undefined])
    expect(results.map((result) => result?.sender && [result.sender.unread, result.sender.unreadMentions])).toEqual([
      null,
      undefined,
      [3, 2],
      null,
      null,
      [0, 0],
    ])
    expect(results.map((result) => result && [result.message.mentions.length, result.message.mentionsAll])).toEqual([
      [0, false],
      null,
      [0, false],
      [1, false],
      [0, true],
      [0, false],
    ])
    const made = results.flatMap((result) => (result ? [result.message] : []))
    expect(await Promise.all(made.map(({ id }) => one.messages.findForMember(chat.id, id, owner.id)))).toEqual(made)
  })

  it('S142 identifiers that are no uuid are an error of their own, and store nothing', async () => {
    const [person] = await people(2)
    const chat = await makeGroup(one, [person])
    const outcomes = await Promise.allSettled([
      send(one, chat.id, person, { clientId: "'; DROP TABLE messages; --" as ClientId }),
      send(one, chat.id, person),
    ])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'fulfilled'])
  })
})

requires('postgres')('a deleted message', () => {
  const tombstone = 'UPDATE messages SET text = NULL, deleted_at = now() WHERE chat_id = $1 AND number = ANY($2)'

  it('is answered to a retried send without its text', async () => {
    const [person] = await people(2)
    const chat = await makeGroup(one, [person])
    const draft = draftOf(chat.id, person)
    await one.messages.append(draft)
    await other.query(tombstone, [chat.id, [1]])
    const { created, message } = await one.messages.append(draft)
    expect([created, message.text, message.number]).toEqual([false, null, 1])
    expect(message.deletedAt).toBeInstanceOf(Date)
    await expect(one.messages.append({ ...draft, text: 'Another' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is not unread, and is the last message without its text', async () => {
    const [writer, reader] = await people(2)
    const chat = await makeGroup(one, [writer, reader])
    await sendMany(one, chat.id, writer, 6)
    await one.readMarks.advance(chat.id, reader.id, 2)
    await other.query(tombstone, [chat.id, [1, 4, 6]])
    const view = await viewOf(one, chat.id, reader)
    expect([view.unread, view.lastMessage?.number, view.lastMessage?.text]).toEqual([2, 6, null])
    expect((await one.readMarks.advance(chat.id, reader.id, 3))?.unread).toBe(1)
    const page = await one.messages.page(chat.id, reader.id, { kind: 'newest' }, 10)
    expect(page?.items.map((message) => message.text)).toEqual([null, '2', '3', null, '5', null])
  })
})
