import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { PrismaAccountRepository } from '../../../src/adapters/prisma/prisma-account-repository.js'
import { PrismaMailOutbox } from '../../../src/adapters/prisma/prisma-mail-outbox.js'
import { PrismaNotificationPreferences } from '../../../src/adapters/prisma/prisma-notification-preferences.js'
import { PrismaProfileRepository } from '../../../src/adapters/prisma/prisma-profile-repository.js'
import { PrismaPushQueue } from '../../../src/adapters/prisma/prisma-push-queue.js'
import { PrismaPushSubscriptions } from '../../../src/adapters/prisma/prisma-push-subscriptions.js'
import { PrismaSessionRepository } from '../../../src/adapters/prisma/prisma-session-repository.js'
import type { Email } from '../../../src/domain/email.js'
import type { ChatId, MessageId, PushSubscriptionId, SessionId, UserId } from '../../../src/domain/ids.js'
import type { SearchCriteria } from '../../../src/domain/search/criteria.js'
import type { PrismaClient } from '../../../src/generated/prisma/client.js'
import { amend, draftOf, giveRole, join, leave, makeGroup, makePrivate, send, unknownId } from '../../contracts/world.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { nodesOf, openExplained, type Plan, wastefulIn } from '../../support/query-plans.js'
import { requires } from '../../support/requires.js'

const tables: ReadonlySet<string> = new Set([
  'accounts',
  'chat_bans',
  'chat_members',
  'chats',
  'invites',
  'mails',
  'message_search',
  'messages',
  'one_time_tokens',
  'notification_settings',
  'presences',
  'push_subscriptions',
  'sessions',
  'user_blocks',
  'users',
])
/** A page of chats with 50 members each is 5,000; nothing reads more. */
const rowsAllowed = 10_000

/** 2,000 people, 20,000 chats, 5,000 of them with 20 members, 200 of those with 500 messages; person 1 is in every one of those 200, and in a room of 2,000. */
const seed = `
  INSERT INTO users (id, handle, display_name, created_at) SELECT md5('u' || g)::uuid, 'user' || lpad(g::text, 5, '0'), 'Person ' || g, now() FROM generate_series(1, 2000) g;
  INSERT INTO presences (user_id, last_seen_at) SELECT id, now() FROM users;
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
  INSERT INTO messages (id, chat_id, number, seq, created_seq, sender_id, client_id, digest, text, created_at)
    SELECT md5('m' || g || ' ' || n)::uuid, md5('c' || g)::uuid, n, 2000 + n, 2000 + n, CASE WHEN g <= 200 THEN md5('u1')::uuid END, gen_random_uuid(), 'd', 'text ' || n, now()
    FROM generate_series(1, 200) g, generate_series(1, 500) n;
  INSERT INTO invites (code, chat_id, created_by, created_at) SELECT md5('i' || g), md5('c' || (g % 2000 + 1))::uuid, md5('u1')::uuid, now() FROM generate_series(1, 20000) g;
  INSERT INTO chat_bans (chat_id, user_id, banned_by, banned_at)
    SELECT md5('c' || c)::uuid, md5('u' || u)::uuid, md5('u1')::uuid, now() + u * interval '1 second' FROM generate_series(1, 200) c, generate_series(100, 199) u;
  INSERT INTO user_blocks (blocker_id, blocked_id, created_at)
    SELECT md5('u' || a)::uuid, md5('u' || a + b)::uuid, now() FROM generate_series(1, 1900) a, generate_series(2, 21) b;
  UPDATE messages SET text = NULL, deleted_at = now() WHERE number % 50 = 0;
  INSERT INTO push_subscriptions (id, user_id, session_id, endpoint, p256dh, auth, created_at)
    SELECT gen_random_uuid(), account_id, id, 'https://push.example/' || id, 'p', 'a', now() FROM sessions WHERE ended_at IS NULL;
  INSERT INTO notification_settings (user_id) SELECT id FROM users;
  TRUNCATE search_queue;
  INSERT INTO message_search (message_id, chat_id, number, created_at, lexemes)
    SELECT m.id, m.chat_id, m.number, m.created_at, array_to_tsvector(ARRAY['tex', 'ext', chr(1) || 'text', chr(1) || m.number, chr(1) || 'a' || m.number]) FROM messages m
    WHERE m.deleted_at IS NULL;
  ANALYZE;`

const asking = (term: string): SearchCriteria => ({
  terms: [term],
  chatId: null,
  chatNamed: null,
  from: null,
  since: null,
  until: null,
  has: new Set(),
  order: 'best',
})

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
async function expectFrugal(work: () => Promise<unknown>, rows = rowsAllowed): Promise<void> {
  plans.length = 0
  await work()
  expect(plans.length).toBeGreaterThan(0)
  expect(plans.flatMap((plan) => wastefulIn(plan, tables, rows))).toEqual([])
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
    'a reply in a thread that calls people, with a file, and a forward': async () => {
      const { messages } = storage()
      await messages.append(draftOf(busy(), me, { text: '@user00002 @user00003 @all', threadRoot: messageId }))
      await messages.append(draftOf(other(), me, { text: null, forwardOf: { chatId: busy(), messageId: idOf<MessageId>('m2 7') } }))
      await messages.append(draftOf(busy(), me, { attachmentIds: [unknownId()] })).catch(() => undefined)
    },
    'an edit, reactions, a pin and a deletion': async () => {
      const sent = await send(storage(), busy(), me)
      await amend(storage(), sent, { text: 'Other', mentions: [someone.id] }, async ({ messages }) => {
        await messages.called(busy(), ['user00002', 'user00003'])
        await messages.keepText(sent.id, 'Hello', new Date())
        await messages.addReaction(sent.id, me.id, '👍', new Date())
        await messages.removeReaction(sent.id, me.id, '👍')
      })
      await amend(storage(), sent, { pinnedAt: new Date() })
      await amend(storage(), sent, { text: null, mentions: [], deletedAt: new Date() })
    },
    'earlier texts, who reacted, pins, a thread, and mentions': async () => {
      const { messageLists } = storage()
      await messageLists.edits(busy(), messageId, me.id)
      await messageLists.reactors(busy(), messageId, '👍', me.id, page)
      await messageLists.pins(busy(), me.id, page)
      await messageLists.thread(busy(), messageId, me.id, page)
      await messageLists.mentions(me.id, page)
    },
    'followed threads': async () => {
      const { threadFollows } = storage()
      await threadFollows.follow(busy(), messageId, me.id, true)
      await threadFollows.markRead(busy(), messageId, me.id, 400)
      await threadFollows.list(me.id, page)
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
    'the list of rooms by the beginning of a title': () => lastOf((cursor) => storage().chats.listRooms('chat-1', { limit: 50, cursor })),
    'the members of a large room': () => lastOf((cursor) => storage().chats.listMembers(room(), me.id, { limit: 100, cursor })),
    'whom somebody knows': () => storage().presences.knownTo(me.id, [someone.id, personOf(3).id, unknownId()]),
    'where people are told of': () => storage().presences.audiencesOf([me.id, someone.id]),
    'settings of presence, and the last time somebody was seen': async () => {
      await storage().presences.change(someone.id, { lastSeen: true }, new Date())
      await storage().presences.markSeen([me.id, someone.id], new Date())
      await storage().presences.sightIn(busy(), me.id)
    },
    "a user's seats": () => storage().chats.seatsOf(me.id),
    'a read mark': () => storage().readMarks.advance(busy(), me.id, 400),
    'delivered marks in 100 chats': () =>
      storage().readMarks.deliver(
        me.id,
        chatIds.slice(100).map((chatId) => ({ chatId, number: 400 })),
      ),
    'a preference': () => storage().preferences.change(busy(), me.id, { muted: true }),
    'heads of 200 chats': () => storage().heads.headsOf(chatIds),
    'counters of users, and what changed for them': async () => {
      await storage().userChanges.countersBeyond(new Map([me, someone].map(({ id }) => [id, -1])))
      await storage().userChanges.changesAfter(new Map([me, someone].map(({ id }) => [id, 0])))
    },
    'heads that changed': () => storage().heads.headsChangedBetween(chatIds, 30_000, 0),
    'what a node missed in 200 chats': () => storage().log.changesAfter(new Map(chatIds.map((id) => [id, 2_480])), 200),
    'whose seats changed in 200 chats': () => storage().log.seatsChangedAfter(new Map(chatIds.map((id) => [id, 5]))),
    'users by id': () => storage().users.findMany([me.id, someone.id, unknownId()]),
    'a search for users': () => lastOf((cursor) => storage().users.search('User0012', { ...page, limit: 5, cursor })),
    'a search for users by name': () => storage().users.search('Person 12', page),
    'a search for what is everywhere': () => lastOf((cursor) => storage().search.search(me.id, asking('text'), { limit: 50, cursor })),
    'a search for what is nowhere': () => storage().search.search(me.id, asking('nowhere'), page),
    'a search in one chat': () => storage().search.search(me.id, { ...asking('text'), chatId: busy() }, page),
    'a search of somebody with little to see': () => storage().search.search(someone.id, asking('text'), page),
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
    invites: async () => {
      const { unitOfWork, invites } = storage()
      const invite = (await invites.list(busy(), { limit: 5, cursor: null })).items[0]
      if (invite === undefined) throw new Error('no invite')
      await lastOf((cursor) => invites.list(busy(), { limit: 5, cursor }))
      await invites.findWithChat(invite.code)
      await unitOfWork.run(async (stores) =>
        stores.invites.save({ ...invite, uses: ((await stores.invites.find(invite.code))?.uses ?? 0) + 1 }),
      )
    },
    bans: async () => {
      const { unitOfWork, bans } = storage()
      await lastOf((cursor) => bans.list(busy(), { limit: 50, cursor }))
      await unitOfWork.run(async (stores) => {
        await stores.bans.save({ chatId: busy(), userId: someone.id, bannedBy: me.id, bannedAt: new Date() })
        await stores.bans.find(busy(), someone.id)
        await stores.bans.delete(busy(), someone.id)
      })
    },
    blocks: async () => {
      const { blocks } = storage()
      await blocks.block(me.id, someone.id, new Date())
      await blocks.between(
        me.id,
        chatIds.map((_, index) => idOf<UserId>(`u${index + 2}`)),
      )
      await lastOf((cursor) => blocks.list(me.id, { limit: 10, cursor }))
      await blocks.unblock(me.id, someone.id)
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
      await accounts.findPendingHandle(token.hash, token.createdAt)
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
    'subscriptions to pushes': async () => {
      const [session] = await prisma.session.findMany({ where: { accountId: me.id, endedAt: null }, take: 1 })
      const subscription = {
        id: unknownId<PushSubscriptionId>(),
        userId: me.id,
        sessionId: session?.id as SessionId,
        endpoint: 'https://push.example/new',
        keys: { p256dh: 'p', auth: 'a' },
        createdAt: new Date(),
        expiresAt: null,
      }
      const subscriptions = new PrismaPushSubscriptions(prisma)
      await subscriptions.add(subscription, 20)
      await subscriptions.list(me.id, new Date())
      await subscriptions.remove(me.id, { endpoint: subscription.endpoint })
      await new PrismaNotificationPreferences(prisma).change(me.id, { level: 'mentions' })
    },
    'pushes, of a large room and of others': async () => {
      const queue = new PrismaPushQueue(prisma)
      for (const chatId of [room(), busy(), other()]) await send(storage(), chatId, me, { text: '@user00002 @all' })
      while (await queue.spread(new Date(), 0));
      const due = await queue.claimDue(new Date(), new Date(), 32)
      expect(due).toHaveLength(32)
      await queue.postpone(due.map((push) => ({ ...push, until: new Date() })))
      await queue.settle(due, new Date(), new Date())
      await queue.forget(due.slice(0, 2).map(({ subscriptionId }) => subscriptionId))
    },
    'the mail queue': () => new PrismaMailOutbox(prisma).claimDue(new Date(), new Date(Date.now() + 60_000), 10),
  }

  it.each(Object.entries(routes))('%s', async (_, work) => {
    await expectFrugal(work)
  })

  it('a page of a large room’s members, or who inherits it, and no more of it is read than that', async () => {
    await expectFrugal(() => lastOf((cursor) => storage().chats.listMembers(room(), me.id, { limit: 100, cursor })), 110)
    const heir = () => storage().unitOfWork.run(({ memberships }) => memberships.findSuccessor(room(), me.id))
    await expectFrugal(heir, 5)
  })

  describe('for somebody in few of the chats', () => {
    let own: number

    beforeAll(async () => {
      await prisma.$executeRaw`INSERT INTO chat_members (chat_id, user_id, role, joined_at, seq)
        SELECT id, ${someone.id}::uuid, 'member', now(), 21 FROM unnest(${chatIds.slice(1, 13)}::uuid[]) id ON CONFLICT DO NOTHING`
      own = await prisma.chatMember.count({ where: { userId: someone.id, chatId: { in: chatIds } } })
    })

    it('a search for what is mostly elsewhere, and no message of another chat is read for it', async () => {
      await expectFrugal(() => storage().search.search(someone.id, { ...asking('text'), terms: ['text', '7', 'a7'] }, page))
      const lookups = plans.map((plan) => nodesOf(plan.Plan)).filter((nodes) => nodes.some((node) => node['Node Type'] === 'BitmapAnd'))
      const readOf = (nodes: ReturnType<typeof nodesOf>) =>
        nodes.find((node) => node['Relation Name'] === 'message_search')?.['Actual Rows']
      // One message in each of the chats. PostgreSQL would think that next to none has all three lexemes, as they are always together.
      expect(lookups.map(readOf)).toEqual([own])
    })

    it('a search for what is everywhere, and of other chats no more is read than tells how common it is', async () => {
      let found = 0
      await expectFrugal(async () => {
        found = (await storage().search.search(someone.id, asking('text'), { limit: 600, cursor: null }))?.items.length ?? 0
      }, own * 500)
      expect(found).toBe(600)
    })
  })

  it.each([
    ['on a first start', '', 10],
    // At worst the sender's own place is found among all of theirs, on other versions among all of the chat.
    ['and known to be, as where somebody ran ANALYZE', 'ANALYZE', chatIds.length],
  ])(
    'a send whose plan was made while the tables were empty, %s',
    async (_when, analyse, allowed) => {
      const fresh = await createTestDatabase()
      const early = openExplained(fresh.url, 1)
      try {
        await runSql(fresh.url, analyse)
        const { messages } = prismaStorage(early.prisma)
        for (const _ of Array(8)) await expect(messages.append(draftOf(busy(), me))).rejects.toThrow()
        // Without ANALYZE at its end: that would have the plan made again. An embedded database never does.
        await runSql(fresh.url, seed.replace('ANALYZE;', ''))
        early.plans.length = 0
        await messages.append(draftOf(busy(), me, { replyTo: messageId }))
        expect(early.plans.length).toBeGreaterThan(3)
        expect(early.plans.flatMap((plan) => wastefulIn(plan, tables, allowed))).toEqual([])
      } finally {
        await early.close()
        await fresh.drop()
      }
    },
    60_000,
  )

  it('and a plan that does would be noticed', async () => {
    plans.length = 0
    await prisma.$queryRaw`SELECT count(*) FROM messages WHERE text LIKE '%x'`
    await prisma.$queryRaw`SELECT number FROM messages WHERE number > 5 ORDER BY chat_id, number`
    expect(plans.map((plan) => wastefulIn(plan, tables, rowsAllowed).length > 0)).toEqual([true, true])
  })
})
