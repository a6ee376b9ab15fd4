import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { PrismaAccountRepository } from '../../../src/adapters/prisma/prisma-account-repository.js'
import { PrismaMailOutbox } from '../../../src/adapters/prisma/prisma-mail-outbox.js'
import { PrismaProfileRepository } from '../../../src/adapters/prisma/prisma-profile-repository.js'
import { PrismaSessionRepository } from '../../../src/adapters/prisma/prisma-session-repository.js'
import type { Email } from '../../../src/domain/email.js'
import type { ChatId, MessageId, SessionId, UserId } from '../../../src/domain/ids.js'
import type { PrismaClient } from '../../../src/generated/prisma/client.js'
import { draftOf, giveRole, join, leave, makeGroup, makePrivate, unknownId } from '../../contracts/world.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { openExplained, type Plan, wastefulIn } from '../../support/query-plans.js'
import { requires } from '../../support/requires.js'

const tables: ReadonlySet<string> = new Set([
  'accounts',
  'chat_members',
  'chats',
  'mails',
  'messages',
  'one_time_tokens',
  'sessions',
  'users',
])
/** A page of chats with 50 members each is 5,000; nothing reads more. */
const rowsAllowed = 10_000

/** 2,000 people, 20,000 chats, 5,000 of them with 20 members, 200 of those with 500 messages; person 1 is in every one of those 200, and in a room of 2,000. */
const seed = `
  INSERT INTO users (id, handle, display_name, created_at) SELECT md5('u' || g)::uuid, 'user' || lpad(g::text, 5, '0'), 'Person ' || g, now() FROM generate_series(1, 2000) g;
  INSERT INTO accounts (id, email, password_hash, password_changed_at, handle, display_name, created_at, verified_at)
    SELECT id, handle || '@example.org', 'x', now(), handle, display_name, now(), now() FROM users;
  INSERT INTO one_time_tokens (account_id, purpose, token_hash, created_at, expires_at)
    SELECT id, 'reset_password', md5(handle), now(), now() + interval '1 hour' FROM users;
  INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, access_expires_at, refresh_key, refresh_hash, ended_at)
    SELECT gen_random_uuid(), u.id, now(), now(), now() + interval '9 days', now(), 'k', 'h', CASE WHEN g < 5 THEN now() END FROM users u, generate_series(1, 5) g;
  INSERT INTO mails (id, "to", subject, text, html, created_at)
    SELECT gen_random_uuid(), handle || '@example.org', 's', '', '', now() FROM users, generate_series(1, 5);
  INSERT INTO chats (id, type, title, visibility, member_count, seq, message_count, created_at, last_activity_at, changed_at)
    SELECT md5('c' || g)::uuid, 'group', 'Chat ' || g, (CASE WHEN g % 2 = 0 THEN 'public' ELSE 'private' END)::visibility,
      CASE WHEN g = 1 THEN 2000 ELSE 20 END, 2000 + CASE WHEN g <= 200 THEN 500 ELSE 0 END, CASE WHEN g <= 200 THEN 500 ELSE 0 END,
      now(), now() - g * interval '1 second', now() FROM generate_series(1, 20000) g;
  INSERT INTO chat_members (chat_id, user_id, role, joined_at, seq)
    SELECT md5('c' || g)::uuid, md5('u' || (CASE WHEN m = 1 AND g <= 200 THEN 1 ELSE 2 + (g * 37 + m * 97) % 1999 END))::uuid,
      (CASE WHEN m = 1 THEN 'owner' ELSE 'member' END)::role, now() + m * interval '1 second', m
    FROM generate_series(2, 5000) g, generate_series(1, 20) m;
  INSERT INTO chat_members (chat_id, user_id, role, joined_at, seq)
    SELECT md5('c1')::uuid, md5('u' || m)::uuid, (CASE WHEN m = 1 THEN 'owner' ELSE 'member' END)::role, now() + m * interval '1 second', m
    FROM generate_series(1, 2000) m;
  INSERT INTO messages (id, chat_id, number, seq, sender_id, client_id, digest, text, created_at)
    SELECT md5('m' || g || ' ' || n)::uuid, md5('c' || g)::uuid, n, 2000 + n, CASE WHEN g <= 200 THEN md5('u1')::uuid END, gen_random_uuid(), 'd', 'text ' || n, now()
    FROM generate_series(1, 200) g, generate_series(1, 500) n;
  UPDATE messages SET text = NULL, deleted_at = now() WHERE number % 50 = 0;
  ANALYZE;`

/** The id that the seed makes of a name. */
const idOf = <Id extends string>(name: string): Id =>
  createHash('md5')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as Id

const personOf = (number: number) => ({
  id: idOf<UserId>(`u${number}`),
  handle: `user0000${number}`,
  displayName: `Person ${number}`,
  avatarUrl: null,
  createdAt: new Date(),
})

const me = personOf(1)
const someone = personOf(2)
const chatIds = Array.from({ length: 200 }, (_, index) => idOf<ChatId>(`c${index + 1}`))
const messageId = idOf<MessageId>('m2 250')
let made: Awaited<ReturnType<typeof createTestDatabase>>
let explained: ReturnType<typeof openExplained>
let prisma: PrismaClient
let plans: Plan[]
let sessionIds: readonly SessionId[]

async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  made = await createTestDatabase()
  explained = openExplained(made.url)
  ;({ prisma, plans } = explained)
  await runSql(made.url, seed)
  sessionIds = (await prisma.session.findMany({ select: { id: true }, take: 200 })).map((session) => session.id as SessionId)
}, 120_000)

afterAll(async () => {
  await explained.close()
  await made.drop()
})

/** Runs it and judges every plan of it. */
async function expectFrugal(work: () => Promise<unknown>): Promise<void> {
  plans.length = 0
  await work()
  expect(plans.length).toBeGreaterThan(0)
  expect(plans.flatMap((plan) => wastefulIn(plan, tables, rowsAllowed))).toEqual([])
}

requires('postgres')('on 100,000 messages no table is read through by', () => {
  const page = { limit: 50, cursor: null }
  const storage = () => prismaStorage(prisma)
  const [busy, other] = [() => chatIds[1] ?? unknownId<ChatId>(), () => chatIds[2] ?? unknownId<ChatId>()]
  const room = () => chatIds[0] ?? unknownId<ChatId>()
  const lastOf = async (read: (cursor: string | null) => Promise<{ nextCursor: string | null } | null>) =>
    read((await read(null))?.nextCursor ?? null)

  const routes: Record<string, () => Promise<unknown>> = {
    'a send': () => storage().messages.append(draftOf(busy(), me)),
    'a batch of sends, with replies and repeats': () => {
      const repeated = draftOf(other(), me)
      const { messages } = storage()
      return Promise.all(
        [
          ...chatIds.slice(0, 100).map((chatId) => draftOf(chatId, me)),
          draftOf(busy(), me, { replyTo: messageId }),
          repeated,
          repeated,
        ].map((draft) => messages.append(draft)),
      )
    },
    'a message': () => storage().messages.findForMember(busy(), messageId, me.id),
    'the newest messages': () => storage().messages.page(busy(), me.id, { kind: 'newest' }, 100),
    'earlier messages': () => storage().messages.page(busy(), me.id, { kind: 'before', number: 300 }, 100),
    'a chat': () => storage().chats.findForMembers(busy(), [me.id]),
    'a chat for 200 of its members': async () => {
      const members = await prisma.chatMember.findMany({ where: { chatId: room() }, take: 200, orderBy: { userId: 'asc' } })
      return storage().chats.findForMembers(
        room(),
        members.map((member) => member.userId as UserId),
      )
    },
    'a public room': () => storage().chats.findPublic(busy()),
    'the list of chats': () => lastOf((cursor) => storage().chats.list(me.id, { limit: 100, cursor })),
    'the list of rooms': () => lastOf((cursor) => storage().chats.listRooms('chat 1', { limit: 50, cursor })),
    'the members of a large room': () => lastOf((cursor) => storage().chats.listMembers(room(), me.id, { limit: 100, cursor })),
    "a user's seats": () => storage().chats.seatsOf(me.id),
    'a read mark': () => storage().readMarks.advance(busy(), me.id, 400),
    'heads of 200 chats': () => storage().heads.headsOf(chatIds),
    'heads that changed': () => storage().heads.headsChangedBetween(chatIds, 30_000, 0),
    'what a node missed in 200 chats': () => storage().log.changesAfter(new Map(chatIds.map((id) => [id, 2_480])), 200),
    'whose seats changed in 200 chats': () => storage().log.seatsChangedAfter(new Map(chatIds.map((id) => [id, 5]))),
    'users by id': () => storage().users.findMany([me.id, someone.id, unknownId()]),
    'a search for users': () => lastOf((cursor) => storage().users.search('User0012', { ...page, limit: 5, cursor })),
    'a search for users by name': () => storage().users.search('Person 12', page),
    'a first sync': () =>
      lastOf(async (cursor) => ({ nextCursor: (await storage().changes.changesFor(me.id, { chats: [], mine: 0, cursor })).cursor })),
    'a sync of changes, resets and foreign chats': () =>
      storage().changes.changesFor(me.id, {
        chats: chatIds.map((id, index) => ({ id, seq: index < 10 ? 1 : 2_480 })),
        mine: 0,
        cursor: null,
      }),
    'making, joining, promoting in, leaving and deleting a group': async () => {
      const chat = await makeGroup(storage(), [me])
      await join(storage(), chat.id, someone)
      await giveRole(storage(), chat.id, someone, 'owner')
      await storage().unitOfWork.run(({ memberships }) =>
        Promise.all([memberships.findSuccessor(chat.id, me.id), memberships.countOwners(chat.id)]),
      )
      await leave(storage(), chat.id, me)
      await storage().unitOfWork.run(({ chats }) => chats.lock(chat.id).then(() => chats.delete(chat.id)))
    },
    'opening a private chat, twice': async () => {
      await makePrivate(storage(), me, someone)
      await makePrivate(storage(), someone, me)
    },
    'signing up and in': async () => {
      const accounts = new PrismaAccountRepository(prisma)
      const token = { hash: unknownId<MessageId>(), createdAt: new Date(), expiresAt: new Date(Date.now() + 60_000) }
      const email = 'new@example.org' as Email
      await accounts.register({ id: unknownId<UserId>(), email, passwordHash: 'x', handle: 'newcomer', displayName: 'New' }, token)
      await accounts.replaceVerification(email, token)
      await accounts.verify(token.hash, null, new Date())
      await accounts.findByEmail('user00001@example.org' as Email)
      await accounts.find(me.id)
    },
    sessions: async () => {
      const sessions = new PrismaSessionRepository(prisma)
      const [id] = sessionIds
      if (id === undefined) throw new Error('no session')
      await sessions.find(id)
      await sessions.findLive(id)
      await sessions.confirm(id, 0, new Date())
      await sessions.rotate(id, 0, { refreshHash: 'h', at: new Date(), accessExpiresAt: new Date() })
      await sessions.renew(id, 0, new Date(), new Date())
      await sessions.liveAmong(sessionIds)
      await sessions.end(id, new Date())
    },
    'a profile': async () => {
      const profiles = new PrismaProfileRepository(prisma)
      await profiles.find(me.id)
      await profiles.update(me.id, { displayName: 'Me' })
    },
    'the mail queue': () => new PrismaMailOutbox(prisma).claimDue(new Date(), new Date(Date.now() + 60_000), 10),
  }

  it.each(Object.entries(routes))('%s', async (_, work) => {
    await expectFrugal(work)
  })

  it('a send whose plan was made while the tables were empty, as on a first start', async () => {
    const fresh = await createTestDatabase()
    const early = openExplained(fresh.url, 1)
    try {
      const { messages } = prismaStorage(early.prisma)
      for (const _ of Array(8)) await expect(messages.append(draftOf(busy(), me))).rejects.toThrow()
      // Without ANALYZE at its end: that would have the plan made again. An embedded database never does.
      await runSql(fresh.url, seed.replace('ANALYZE;', ''))
      early.plans.length = 0
      await messages.append(draftOf(busy(), me, { replyTo: messageId }))
      expect(early.plans.length).toBeGreaterThan(3)
      expect(early.plans.flatMap((plan) => wastefulIn(plan, tables, 10))).toEqual([])
    } finally {
      await early.close()
      await fresh.drop()
    }
  }, 60_000)

  it('and a plan that does would be noticed', async () => {
    plans.length = 0
    await prisma.$queryRaw`SELECT count(*) FROM messages WHERE text LIKE '%x'`
    await prisma.$queryRaw`SELECT number FROM messages WHERE number > 5 ORDER BY chat_id, number`
    expect(plans.map((plan) => wastefulIn(plan, tables, rowsAllowed).length > 0)).toEqual([true, true])
  })
})
