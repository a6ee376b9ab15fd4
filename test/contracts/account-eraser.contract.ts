import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import type { AccountEraser } from '../../src/application/ports/account-eraser.js'
import type { AccountRepository } from '../../src/application/ports/account-repository.js'
import type { NotificationPreferences } from '../../src/application/ports/notification-preferences.js'
import type { ProfileRepository } from '../../src/application/ports/profile-repository.js'
import type { Reports } from '../../src/application/ports/reports.js'
import type { SecurityEvents } from '../../src/application/ports/security-log.js'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import { DomainError } from '../../src/domain/errors.js'
import type { AttachmentId, ChatId, ReportId } from '../../src/domain/ids.js'
import { enter } from '../../src/domain/membership.js'
import { defaultNotificationSettings } from '../../src/domain/notifications/notification-settings.js'
import type { User } from '../../src/domain/user.js'
import { erasedNames, isErased } from '../../src/domain/user.js'
import { aVerifiedUser } from './account-repository.contract.js'
import type { Contract } from './contract.js'
import { aSession } from './session-repository.contract.js'
import type { Storage } from './storage.js'
import { leave, makeGroup, makePrivate, makeUsers, send, someTime, unknownId, uploadFile, viewOf } from './world.js'

export interface AccountEraserSubject {
  readonly accounts: AccountRepository
  readonly sessions: SessionRepository
  readonly profiles: ProfileRepository
  readonly events: SecurityEvents
  readonly reports: Reports
  readonly notifications: NotificationPreferences
  readonly storage: Storage
  readonly eraser: AccountEraser
}

const names = () => erasedNames(randomBytes(32).toString('base64url'))

async function somebody({ accounts }: AccountEraserSubject): Promise<User> {
  const { id } = await aVerifiedUser(accounts)
  return (await accounts.find(id))?.user ?? assert.fail()
}

/** As every way into a group does. `false` if there is nobody to let in. */
const letIn = (storage: Storage, groupId: ChatId, { id }: User): Promise<boolean> =>
  storage.unitOfWork.run(async ({ chats, memberships, users }) => {
    const chat = await chats.lock(groupId)
    const [user] = await users.findMany([id])
    if (chat === null || user === undefined) return false
    const entered = enter(chat, user.id, 'member', someTime)
    await chats.save(entered.chat)
    await memberships.save([entered.membership])
    return true
  })

/** Somebody with a private chat and a thread in it, and all that they can set up for themselves there. */
async function settler(subject: AccountEraserSubject) {
  const { storage, events, reports, notifications } = subject
  const ada = await somebody(subject)
  const [bob] = await makeUsers(storage, 1)
  assert.ok(bob)
  const chatId = await makePrivate(storage, ada, bob)
  const root = await send(storage, chatId, bob)
  await send(storage, chatId, ada)
  const origin = { requestId: 'r1', ip: '2001:db8::1', userAgent: 'A browser' }
  const uploads: AttachmentId[] = []
  const settle = [
    () => storage.blocks.block(ada.id, bob.id, someTime),
    () => notifications.change(ada.id, { showPreview: !defaultNotificationSettings.showPreview }),
    () => storage.presences.change(ada.id, { lastSeen: true }, someTime),
    () => storage.presences.markSeen([ada.id, bob.id], someTime),
    () => storage.threadFollows.follow(chatId, root.id, ada.id, true),
    () => storage.preferences.change(chatId, ada.id, { muted: true }),
    () => reports.file({ id: unknownId<ReportId>(), reporterId: ada.id, userId: bob.id, place: null, reason: 'Rude', createdAt: someTime }),
    async () => uploads.push((await uploadFile(storage, ada)).id),
    () =>
      events.append([
        { id: randomUUID(), at: someTime, type: 'sign_in', outcome: 'success', about: { userId: ada.id }, origin, detail: {} },
      ]),
  ] as const
  /** What is kept of it. */
  const kept = async () => {
    const [profile] = (await storage.presences.audiencesOf([ada.id])).map(({ profile }) => profile)
    return {
      blocks: (await storage.blocks.list(ada.id, everything)).items.length,
      presence: { lastSeen: profile?.lastSeen, at: profile?.lastSeenAt },
      notifications: await notifications.find(ada.id),
      files: (await Promise.all(uploads.map((id) => storage.attachments.findFor(id, ada.id)))).filter(Boolean).length,
      threads: (await storage.threadFollows.list(ada.id, everything)).items.length,
      muted: (await viewOf(storage, chatId, ada)).me.muted,
      reports: (await reports.list(null, everything)).items.filter(({ reporter }) => reporter.id === ada.id).length,
      events: (await events.page(ada.id, everything)).items.length,
    }
  }
  return { ada, settle, kept }
}

/** A refusal is as good as a success. */
function ownError(error: unknown): void {
  if (!(error instanceof DomainError)) throw error
}

const everything = { limit: 100, cursor: null }
const nothing = {
  notifications: defaultNotificationSettings,
  blocks: 0,
  presence: { lastSeen: false, at: null },
  files: 0,
  threads: 0,
  muted: false,
  reports: 0,
  events: 0,
}

export const accountEraserContract: Contract<AccountEraserSubject> = {
  port: 'AccountEraser',
  rules: [
    {
      id: 'AE1',
      says: 'leaves a user without a name, their messages, and nothing to sign in with',
      check: async (subject) => {
        const { accounts, sessions, storage, eraser } = subject
        const ada = await somebody(subject)
        const [bob] = await makeUsers(storage, 1)
        assert.ok(bob)
        const { email } = (await accounts.find(ada.id)) ?? assert.fail()
        const [live, ended] = [aSession(ada.id), aSession(ada.id, { endedAt: new Date() })]
        for (const session of [live, ended]) await sessions.open(session)
        const chatId = await makePrivate(storage, ada, bob)
        const message = await send(storage, chatId, ada)
        const given = names()
        assert.deepEqual(await eraser.erase(ada.id, given), [live.id])
        assert.equal(await accounts.find(ada.id), null)
        assert.equal(await accounts.findByEmail(email), null)
        assert.equal(await sessions.find(live.id), null)
        const [user] = await storage.users.findMany([ada.id])
        assert.deepEqual(user, { ...ada, ...given, avatarUrl: null })
        assert.ok(user && isErased(user))
        assert.deepEqual(await storage.messages.findForMember(chatId, message.id, bob.id), message)
      },
    },
    {
      id: 'AE2',
      says: 'waits until the user has left every group',
      check: async (subject) => {
        const { accounts, storage, eraser } = subject
        const ada = await somebody(subject)
        const [bob] = await makeUsers(storage, 1)
        assert.ok(bob)
        const group = await makeGroup(storage, [bob, ada])
        assert.equal(await eraser.erase(ada.id, names()), null)
        assert.equal((await accounts.find(ada.id))?.user?.handle, ada.handle)
        await leave(storage, group.id, ada)
        assert.deepEqual(await eraser.erase(ada.id, names()), [])
      },
    },
    {
      id: 'AE2',
      says: 'leaves nobody erased in a group that they are let into at the same moment',
      check: async (subject) => {
        const { storage, eraser } = subject
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const group = await makeGroup(storage, [owner])
        for (let round = 0; round < 10; round += 1) {
          const ada = await somebody(subject)
          const [isIn, ended] = await Promise.all([letIn(storage, group.id, ada), eraser.erase(ada.id, names())])
          assert.equal(isIn, ended === null)
        }
      },
    },
    {
      id: 'AE3',
      says: 'leaves somebody who was erased before as they are, but for what they set up meanwhile',
      check: async (subject) => {
        const { storage, eraser } = subject
        const ada = await somebody(subject)
        const first = names()
        await eraser.erase(ada.id, first)
        const [bob] = await makeUsers(storage, 1)
        assert.ok(bob)
        await storage.blocks.block(ada.id, bob.id, someTime)
        assert.deepEqual(await eraser.erase(ada.id, names()), [])
        assert.equal((await storage.blocks.between(bob.id, [ada.id])).size, 0)
        assert.equal((await storage.users.findMany([ada.id]))[0]?.handle, first.handle)
      },
    },
    {
      id: 'AE6',
      says: 'lets nobody who is hidden into a group or back to a name, and resolves once whoever was about to be let in is',
      check: async (subject) => {
        const { accounts, profiles, storage, eraser } = subject
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const group = await makeGroup(storage, [owner])
        for (let round = 0; round < 10; round += 1) {
          const ada = await somebody(subject)
          const given = names()
          const entrance = letIn(storage, group.id, ada)
          await eraser.hide(ada.id, given)
          const isIn = (await storage.chats.findForMembers(group.id, [ada.id])).has(ada.id)
          assert.equal(await entrance, isIn)
          assert.equal(await letIn(storage, group.id, ada), false)
          assert.equal(await profiles.update(ada.id, { displayName: 'Ada', handle: ada.handle }), null)
          assert.deepEqual((await accounts.find(ada.id))?.user, { ...ada, ...given })
        }
      },
    },
    {
      id: 'AE5',
      says: 'keeps nothing that a request of theirs sets up when they are gone already',
      check: async (subject) => {
        const { ada, settle, kept } = await settler(subject)
        assert.deepEqual(await subject.eraser.erase(ada.id, names()), [])
        for (const step of settle) await step().catch(ownError)
        assert.deepEqual(await kept(), nothing)
      },
    },
    {
      id: 'AE5',
      says: 'keeps nothing that requests of theirs set up at the same moment, and stands in the way of none',
      check: async (subject) => {
        for (let round = 0; round < 10; round += 1) {
          const { ada, settle, kept } = await settler(subject)
          const work = [...settle, ...settle].map((step) => step().catch(ownError))
          await Promise.all([...work.slice(0, round), subject.eraser.erase(ada.id, names()), ...work.slice(round)])
          assert.deepEqual(await kept(), nothing)
        }
      },
    },
    {
      id: 'AE4',
      says: 'leaves nobody a name who changes it at the same time',
      check: async (subject) => {
        const { storage, profiles, eraser } = subject
        for (let round = 0; round < 5; round += 1) {
          const ada = await somebody(subject)
          const changes = Array.from({ length: 4 }, (_, nth) =>
            profiles.update(ada.id, { displayName: `Ada ${nth}`, handle: `${ada.handle}_${nth}` }),
          )
          const given = names()
          await Promise.all([eraser.erase(ada.id, given), ...changes])
          assert.equal(await profiles.update(ada.id, { displayName: 'Ada' }), null)
          const [user] = await storage.users.findMany([ada.id])
          assert.deepEqual([user?.handle, user?.displayName], [given.handle, given.displayName])
        }
      },
    },
  ],
}
