import assert from 'node:assert/strict'
import type { AccountRepository } from '../../src/application/ports/account-repository.js'
import type { EmailChanges } from '../../src/application/ports/email-changes.js'
import type { InstanceAdmins } from '../../src/application/ports/instance-admins.js'
import type { NotificationPreferences } from '../../src/application/ports/notification-preferences.js'
import type { Page } from '../../src/application/ports/page.js'
import type { OwnLists, PersonalData } from '../../src/application/ports/personal-data.js'
import type { PushSubscriptions } from '../../src/application/ports/push-subscriptions.js'
import type { Reports } from '../../src/application/ports/reports.js'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import { attachmentView } from '../../src/domain/files/attachment.js'
import type { BlobKey, ChatId, ReportId, UserId } from '../../src/domain/ids.js'
import { aRegistration, aToken, aVerifiedUser, hours } from './account-repository.contract.js'
import type { Contract } from './contract.js'
import { aSubscription } from './push-subscriptions.contract.js'
import { aSession, minutes } from './session-repository.contract.js'
import type { Storage } from './storage.js'
import { amend, later, leave, makeGroup, makePrivate, makeUsers, send, sendMany, someTime, unknownId, uploadFile } from './world.js'

export interface PersonalDataSubject {
  readonly accounts: AccountRepository
  readonly changes: EmailChanges
  readonly sessions: SessionRepository
  readonly admins: InstanceAdmins
  readonly reports: Reports
  readonly notifications: NotificationPreferences
  readonly pushes: PushSubscriptions
  readonly storage: Storage
  readonly data: PersonalData
}

/** Everything of one list of somebody's, by small pages. */
async function all<Name extends keyof OwnLists>(data: PersonalData, list: Name, userId: UserId): Promise<readonly OwnLists[Name][]> {
  const items: OwnLists[Name][] = []
  let cursor: string | null = null
  do {
    const page: Page<OwnLists[Name]> = await data.page(list, userId, { limit: 2, cursor })
    assert.ok(page.items.length <= 2)
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}

/** The same items, in whatever order, each once. */
function assertSame<Item>(told: readonly Item[], expected: readonly Item[], keyOf: (item: Item) => string): void {
  const byKey = (items: readonly Item[]) => new Map(items.map((item) => [keyOf(item), item]))
  assert.deepEqual(byKey(told), byKey(expected))
  assert.equal(told.length, expected.length)
}

export const personalDataContract: Contract<PersonalDataSubject> = {
  port: 'PersonalData',
  rules: [
    {
      id: 'PD1',
      says: 'tells what is kept of an account beside its profile',
      check: async ({ accounts, changes, admins, notifications, storage, data }) => {
        const registration = aRegistration()
        const token = aToken()
        await accounts.register(registration, token)
        const id = await accounts.verify(token.hash, null, hours(1))
        const first = {
          signedUpAs: { handle: registration.handle, displayName: registration.displayName },
          createdAt: token.createdAt,
          verifiedAt: hours(1),
          credentialsChangedAt: token.createdAt,
          newEmail: null,
          presence: { visibility: 'everyone', lastSeen: false, lastSeenAt: null },
          notifications: { level: 'all', showPreview: true },
          adminSince: null,
        }
        assert.deepEqual(await data.account(id), first)
        const { email } = aRegistration()
        await changes.request(id, token.createdAt, email, aToken())
        await storage.presences.change(id, { lastSeen: true }, someTime)
        await storage.presences.markSeen([id], someTime)
        await admins.appoint(id, id, someTime)
        await notifications.change(id, { level: 'none' })
        assert.deepEqual(await data.account(id), {
          ...first,
          newEmail: email,
          presence: { visibility: 'everyone', lastSeen: true, lastSeenAt: someTime },
          notifications: { level: 'none', showPreview: true },
          adminSince: someTime,
        })
        assert.equal(await data.account(unknownId<UserId>()), null)
      },
    },
    {
      id: 'PD2',
      says: 'tells of every sign-in, ended ones too, and nothing of its keys',
      check: async ({ accounts, sessions, data }) => {
        const [ada, bob] = [await aVerifiedUser(accounts), await aVerifiedUser(accounts)]
        const own = [aSession(ada.id), aSession(ada.id, { device: null, ip: null }), aSession(ada.id)]
        for (const session of [...own, aSession(bob.id)]) await sessions.open(session)
        await sessions.end(own[2]?.id ?? assert.fail(), minutes(1))
        const told = await all(data, 'sessions', ada.id)
        const expected = own.map(({ id, device, ip, createdAt, lastUsedAt, expiresAt }, index) => ({
          id,
          device,
          ip,
          createdAt,
          lastUsedAt,
          expiresAt,
          endedAt: index === 2 ? minutes(1) : null,
        }))
        assertSame(told, expected, ({ id }) => id)
      },
    },
    {
      id: 'PD2',
      says: 'tells which browsers are told of what somebody gets, and nothing of their keys',
      check: async ({ accounts, sessions, pushes, data }) => {
        const own = []
        const [ada, bob] = [await aVerifiedUser(accounts), await aVerifiedUser(accounts)]
        for (const { id } of [ada, ada, ada, bob]) {
          const session = aSession(id)
          await sessions.open(session)
          const subscription = aSubscription({ userId: id, sessionId: session.id })
          await pushes.add(subscription, 20)
          const { keys: _, userId, ...told } = subscription
          if (userId === ada.id) own.push(told)
        }
        assertSame(await all(data, 'pushSubscriptions', ada.id), own, ({ id }) => id)
      },
    },
    {
      id: 'PD2',
      says: 'tells the texts that somebody’s edits have replaced',
      check: async ({ storage, data }) => {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const chat = await makeGroup(storage, [ada, bob])
        const [one, two, others] = [await send(storage, chat.id, ada), await send(storage, chat.id, ada), await send(storage, chat.id, bob)]
        for (const [nth, message] of [one, two, one, others, two].entries())
          await amend(storage, message, { text: 'Better' }, ({ messages }) => messages.keepText(message.id, `Text ${nth}`, later(nth)))
        const told = await all(data, 'edits', ada.id)
        const expected = [one, two, one, others, two].map(({ id }, nth) => ({ messageId: id, text: `Text ${nth}`, editedAt: later(nth) }))
        assertSame(
          told,
          expected.filter(({ messageId }) => messageId !== others.id),
          ({ text }) => text,
        )
      },
    },
    {
      id: 'PD2',
      says: 'tells every reaction of somebody’s',
      check: async ({ storage, data }) => {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const chat = await makeGroup(storage, [ada, bob])
        const messages = [await send(storage, chat.id, ada), await send(storage, chat.id, bob)]
        const reactions = messages.flatMap(({ id }) => ['👍', '🎉', '❤️'].map((emoji) => ({ messageId: id, emoji })))
        await storage.unitOfWork.run(async (stores) => {
          await stores.chats.lock(chat.id)
          for (const { messageId, emoji } of reactions) await stores.messages.addReaction(messageId, ada.id, emoji, someTime)
          await stores.messages.addReaction(messages[0]?.id ?? assert.fail(), bob.id, '👍', someTime)
        })
        const told = await all(data, 'reactions', ada.id)
        assertSame(
          told,
          reactions.map((reaction) => ({ ...reaction, createdAt: someTime })),
          ({ messageId, emoji }) => messageId + emoji,
        )
      },
    },
    {
      id: 'PD2',
      says: 'tells where others call somebody by name, and which threads they follow or chose not to',
      check: async ({ storage, data }) => {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const chat = await makeGroup(storage, [ada, bob])
        const sent = []
        for (let number = 1; number <= 3; number += 1) sent.push(await send(storage, chat.id, bob, { text: `@${ada.handle}` }))
        await send(storage, chat.id, ada, { text: `@${bob.handle}` })
        for (const [index, { id }] of sent.entries()) await storage.threadFollows.follow(chat.id, id, ada.id, index > 0)
        await storage.threadFollows.follow(chat.id, sent[0]?.id ?? assert.fail(), bob.id, true)
        const mentioned = await all(data, 'mentions', ada.id)
        assertSame(
          mentioned,
          sent.map(({ id }) => ({ chatId: chat.id, messageId: id })),
          ({ messageId }) => messageId,
        )
        const threads = await all(data, 'threads', ada.id)
        assert.deepEqual(
          new Map(threads.map(({ rootId, following }) => [rootId, following])),
          new Map(sent.map(({ id }, index) => [id, index > 0])),
        )
        assert.equal(threads.length, 3)
      },
    },
    {
      id: 'PD2',
      says: 'tells whom somebody has banned, and what they have reported: not what was reported of them',
      check: async ({ storage, reports, data }) => {
        const [ada, ...others] = await makeUsers(storage, 4)
        assert.ok(ada)
        const chat = await makeGroup(storage, [ada])
        const bans = others.map(({ id }) => ({ chatId: chat.id, userId: id, bannedAt: someTime }))
        await storage.unitOfWork.run(async (stores) => {
          for (const ban of bans) await stores.bans.save({ ...ban, bannedBy: ada.id })
        })
        assertSame(await all(data, 'bansMade', ada.id), bans, ({ userId }) => userId)
        const message = await send(storage, chat.id, ada)
        const place = { chatId: chat.id, messageId: message.id }
        const filed = others.map(({ id }, index) => ({
          id: unknownId<ReportId>(),
          userId: id,
          place: index === 0 ? null : place,
          reason: `Reason ${index}`,
          createdAt: someTime,
        }))
        for (const report of filed) await reports.file({ ...report, reporterId: ada.id })
        for (const { id } of others) await reports.file({ ...(filed[0] ?? assert.fail()), id: unknownId(), userId: ada.id, reporterId: id })
        await reports.handle(filed[1]?.id ?? assert.fail(), { status: 'dismissed', note: 'A secret', by: ada.id, at: later(1) })
        const expected = filed.map((report, index) => ({
          ...report,
          ...(index === 1 ? { status: 'dismissed', handledAt: later(1) } : { status: 'open', handledAt: null }),
        }))
        assertSame<unknown>(await all(data, 'reports', ada.id), expected, (report) => (report as (typeof filed)[0]).id)
      },
    },
    {
      id: 'PD2',
      says: 'tells of every chat that somebody is or was in, each once',
      check: async ({ storage, data }) => {
        const [ada, bob, eve] = await makeUsers(storage, 3)
        assert.ok(ada && bob && eve)
        const groups = [await makeGroup(storage, [bob, ada], { title: 'Left' }), await makeGroup(storage, [ada, bob], { title: 'Own' })]
        await makeGroup(storage, [bob, eve])
        const privateId = await makePrivate(storage, ada, bob)
        await leave(storage, groups[0]?.id ?? assert.fail(), ada)
        const memberships = await all(data, 'memberships', ada.id)
        const told = memberships.map(({ chatId, type, title, role, leftAt }) => [chatId, type, title, role, leftAt !== null])
        assert.deepEqual(
          new Set(told.map((one) => JSON.stringify(one))),
          new Set(
            [
              [groups[0]?.id, 'group', 'Left', 'member', true],
              [groups[1]?.id, 'group', 'Own', 'owner', false],
              [privateId, 'private', null, 'member', false],
            ].map((one) => JSON.stringify(one)),
          ),
        )
        assert.equal(memberships.length, 3)
        assert.deepEqual(await all(data, 'memberships', unknownId<UserId>()), [])
      },
    },
    {
      id: 'PD2',
      says: 'tells every message that somebody wrote, and none of the others',
      check: async ({ storage, data }) => {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const [one, other] = [await makeGroup(storage, [bob, ada]), await makeGroup(storage, [ada, bob])]
        const sent = [...(await sendMany(storage, one.id, ada, 3)), ...(await sendMany(storage, other.id, ada, 2))]
        await sendMany(storage, one.id, bob, 2)
        await leave(storage, one.id, ada)
        const messages = await all(data, 'messages', ada.id)
        assert.deepEqual(new Map(messages.map((message) => [message.id, message])), new Map(sent.map((message) => [message.id, message])))
        assert.equal(messages.length, 5)
      },
    },
    {
      id: 'PD2',
      says: 'tells every file that somebody keeps, and where it is used',
      check: async ({ storage, data }) => {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const chat = await makeGroup(storage, [bob, ada])
        const [sent, unused] = [await uploadFile(storage, ada), await uploadFile(storage, ada, { thumbBlob: unknownId<BlobKey>() })]
        await uploadFile(storage, bob)
        const { id: messageId } = await send(storage, chat.id, ada, { attachmentIds: [sent.id] })
        const told = await all(data, 'attachments', ada.id)
        const expected = [
          { ...attachmentView(sent), createdAt: sent.createdAt, messageId, chatId: chat.id },
          { ...attachmentView(unused), createdAt: unused.createdAt, messageId: null, chatId: null },
        ]
        assert.equal(told.length, 2)
        assert.deepEqual(new Map(told.map((one) => [one.id, one])), new Map(expected.map((one) => [one.id, one])))
      },
    },
    {
      id: 'PD2',
      says: 'tells whom somebody has blocked, and not who has blocked them',
      check: async ({ storage, data }) => {
        const [ada, ...others] = await makeUsers(storage, 4)
        assert.ok(ada)
        for (const { id } of others) {
          await storage.blocks.block(ada.id, id, someTime)
          await storage.blocks.block(id, ada.id, someTime)
        }
        const blocks = await all(data, 'blocks', ada.id)
        assert.deepEqual(blocks.map(({ userId }) => userId).sort(), others.map(({ id }) => id).sort())
        assert.deepEqual(new Set(blocks.map(({ createdAt }) => createdAt.getTime())), new Set([someTime.getTime()]))
      },
    },
    {
      id: 'PD2',
      says: 'tells every invite that somebody made',
      check: async ({ storage, data }) => {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const chat = await makeGroup(storage, [ada, bob])
        const invites = [ada, ada, ada, bob].map(({ id }) => ({
          code: unknownId<ChatId>(),
          chatId: chat.id,
          createdBy: id,
          createdAt: someTime,
          expiresAt: null,
          maxUses: 5,
          uses: 1,
          revokedAt: someTime,
        }))
        await storage.unitOfWork.run(async (stores) => {
          for (const invite of invites) await stores.invites.save(invite)
        })
        const told = await all(data, 'invites', ada.id)
        assert.deepEqual(
          new Map(told.map((invite) => [invite.code, invite])),
          new Map(invites.slice(0, 3).map((invite) => [invite.code, invite])),
        )
        assert.equal(told.length, 3)
      },
    },
    {
      id: 'PD2',
      says: 'tells what somebody is banned from',
      check: async ({ storage, data }) => {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const groups = await Promise.all(['One', 'Two', 'Three'].map((title) => makeGroup(storage, [bob], { title })))
        await storage.unitOfWork.run(async ({ bans }) => {
          for (const { id } of groups) await bans.save({ chatId: id, userId: ada.id, bannedBy: bob.id, bannedAt: someTime })
        })
        const bans = await all(data, 'bans', ada.id)
        assert.deepEqual(
          new Map(bans.map((ban) => [ban.chatId, ban])),
          new Map(groups.map(({ id, title }) => [id, { chatId: id, title, bannedAt: someTime }])),
        )
        assert.deepEqual(await all(data, 'bans', bob.id), [])
      },
    },
  ],
}
