import assert from 'node:assert/strict'
import type { Ban } from '../../src/domain/ban.js'
import type { ChatId, UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { later, makeGroup, makeUsers, someTime, unknownId } from './world.js'

const save = (storage: Storage, ...all: readonly Ban[]): Promise<void> =>
  storage.unitOfWork.run(async ({ bans }) => {
    for (const ban of all) await bans.save(ban)
  })

const find = (storage: Storage, chatId: ChatId, userId: UserId): Promise<Ban | null> =>
  storage.unitOfWork.run(({ bans }) => bans.find(chatId, userId))

export const banContract: Contract<Storage> = {
  port: 'Bans',
  rules: [
    {
      id: 'BA1',
      says: 'somebody is banned from this chat alone; gone with its chat',
      async check(storage) {
        const [owner, one] = await makeUsers(storage, 2)
        assert.ok(owner && one)
        const [chat, other] = [await makeGroup(storage, [owner]), await makeGroup(storage, [owner])]
        const ban = { chatId: chat.id, userId: one.id, bannedBy: owner.id, bannedAt: someTime }
        await save(storage, ban)
        assert.deepEqual([await find(storage, chat.id, one.id), await find(storage, other.id, one.id)], [ban, null])
        assert.equal(await find(storage, chat.id, owner.id), null)
        await storage.unitOfWork.run(({ chats }) => chats.lock(chat.id).then(() => chats.delete(chat.id)))
        assert.equal(await find(storage, chat.id, one.id), null)
      },
    },
    {
      id: 'BA2',
      says: 'a ban stays the one it was',
      async check(storage) {
        const [owner, admin, one] = await makeUsers(storage, 3)
        assert.ok(owner && admin && one)
        const chat = await makeGroup(storage, [owner, admin])
        const ban = { chatId: chat.id, userId: one.id, bannedBy: owner.id, bannedAt: someTime }
        await save(storage, ban)
        await save(storage, { ...ban, bannedBy: admin.id, bannedAt: later(1_000) })
        assert.deepEqual(await find(storage, chat.id, one.id), ban)
      },
    },
    {
      id: 'BA3',
      says: 'a lifted ban is none, in its unit already; lifting none is harmless',
      async check(storage) {
        const [owner, one] = await makeUsers(storage, 2)
        assert.ok(owner && one)
        const chat = await makeGroup(storage, [owner])
        const ban = { chatId: chat.id, userId: one.id, bannedBy: owner.id, bannedAt: someTime }
        await save(storage, ban)
        await storage.unitOfWork.run(async ({ bans }) => {
          await bans.delete(chat.id, one.id)
          assert.equal(await bans.find(chat.id, one.id), null)
          await bans.delete(chat.id, unknownId())
        })
        assert.equal(await find(storage, chat.id, one.id), null)
        assert.deepEqual((await storage.bans.list(chat.id, { limit: 5, cursor: null })).items, [])
      },
    },
    {
      id: 'BA4',
      says: 'who is kept out of a group is listed latest first, page by page',
      async check(storage) {
        const [owner, ...others] = await makeUsers(storage, 6)
        assert.ok(owner)
        const [chat, other] = [await makeGroup(storage, [owner]), await makeGroup(storage, [owner])]
        const banned = others.map((user, index) => ({ user, bannedAt: later(index * 1_000), bannedBy: owner.id }))
        await save(storage, ...banned.map(({ user, ...ban }) => ({ chatId: chat.id, userId: user.id, ...ban })))
        await save(storage, { chatId: other.id, userId: others[0]?.id ?? assert.fail(), bannedBy: owner.id, bannedAt: someTime })
        const first = await storage.bans.list(chat.id, { limit: 3, cursor: null })
        const second = await storage.bans.list(chat.id, { limit: 3, cursor: first.nextCursor })
        assert.deepEqual([...first.items, ...second.items], banned.toReversed())
        assert.deepEqual([first.items.length, second.nextCursor], [3, null])
      },
    },
  ],
}
