import assert from 'node:assert/strict'
import type { ChatId, UserId } from '../../src/domain/ids.js'
import type { Invite } from '../../src/domain/invite.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { later, makeGroup, makeUsers, someTime, unknownId, upTo } from './world.js'

const anInvite = (chatId: ChatId, createdBy: UserId, changes: Partial<Invite> = {}): Invite => ({
  code: unknownId<ChatId>(),
  chatId,
  createdBy,
  createdAt: someTime,
  expiresAt: null,
  maxUses: null,
  uses: 0,
  revokedAt: null,
  ...changes,
})

const save = (storage: Storage, ...invites: readonly Invite[]): Promise<void> =>
  storage.unitOfWork.run(async (stores) => {
    for (const invite of invites) await stores.invites.save(invite)
  })

const find = (storage: Storage, code: string): Promise<Invite | null> => storage.unitOfWork.run(({ invites }) => invites.find(code))

export const inviteContract: Contract<Storage> = {
  port: 'Invites',
  rules: [
    {
      id: 'IV1',
      says: 'an invite is found by its code, revoked or used up; gone with its chat',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const chat = await makeGroup(storage, [owner])
        const open = anInvite(chat.id, owner.id)
        const over = anInvite(chat.id, owner.id, { maxUses: 3, uses: 3, expiresAt: later(5_000), revokedAt: later(1_000) })
        await save(storage, open, over)
        assert.deepEqual([await find(storage, open.code), await find(storage, over.code)], [open, over])
        assert.equal(await find(storage, unknownId<ChatId>()), null)
        await storage.unitOfWork.run(({ chats }) => chats.lock(chat.id).then(() => chats.delete(chat.id)))
        assert.equal(await find(storage, open.code), null)
      },
    },
    {
      id: 'IV2',
      says: 'its uses and its end are stored with the unit, and seen in it at once',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const chat = await makeGroup(storage, [owner])
        const invite = anInvite(chat.id, owner.id, { maxUses: 5 })
        const used = { ...invite, uses: 1, revokedAt: later(1_000) }
        await save(storage, invite)
        await storage.unitOfWork.run(async ({ invites }) => {
          await invites.save(used)
          assert.deepEqual(await invites.find(invite.code), used)
        })
        const failure = new Error('Thrown by the work.')
        const failing = storage.unitOfWork.run(async ({ invites }) => {
          await invites.save({ ...used, uses: 2 })
          throw failure
        })
        await assert.rejects(failing, (error) => error === failure)
        assert.deepEqual(await find(storage, invite.code), used)
      },
    },
    {
      id: 'IV2',
      says: 'uses that race under the lock of the chat are all counted',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const chat = await makeGroup(storage, [owner])
        const invite = anInvite(chat.id, owner.id)
        await save(storage, invite)
        const use = () =>
          storage.unitOfWork.run(async ({ chats, invites }) => {
            await chats.lock(chat.id)
            const held = (await invites.find(invite.code)) ?? assert.fail()
            await invites.save({ ...held, uses: held.uses + 1 })
          })
        await Promise.all(upTo(20).map(use))
        assert.equal((await find(storage, invite.code))?.uses, 20)
      },
    },
    {
      id: 'IV3',
      says: 'an invite comes with the group it leads into',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const chat = await makeGroup(storage, [owner], { title: 'Chess' })
        const invite = anInvite(chat.id, owner.id, { revokedAt: later(1_000) })
        await save(storage, invite)
        assert.deepEqual(await storage.invites.findWithChat(invite.code), { invite, chat })
        assert.equal(await storage.invites.findWithChat(unknownId<ChatId>()), null)
      },
    },
    {
      id: 'IV4',
      says: "a group's invites are listed latest first, page by page, without those revoked",
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const [chat, other] = [await makeGroup(storage, [owner]), await makeGroup(storage, [owner])]
        const made = upTo(5).map((second) => anInvite(chat.id, owner.id, { createdAt: later(second * 1_000) }))
        await save(storage, ...made, anInvite(other.id, owner.id), anInvite(chat.id, owner.id, { revokedAt: someTime }))
        const first = await storage.invites.list(chat.id, { limit: 3, cursor: null })
        const second = await storage.invites.list(chat.id, { limit: 3, cursor: first.nextCursor })
        assert.deepEqual([...first.items, ...second.items], made.toReversed())
        assert.deepEqual([first.items.length, second.nextCursor], [3, null])
      },
    },
  ],
}
