import assert from 'node:assert/strict'
import type { UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { join, leave, makeGroup, makeUsers, send, unknownId, viewOf } from './world.js'

export const userChangesContract: Contract<Storage> = {
  port: 'UserChanges',
  rules: [
    {
      id: 'UC1',
      says: 'a counter stands where the last of what follows the user has put it, and is told to who does not know',
      async check(storage) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const beyond = async (...known: readonly (readonly [UserId, number])[]) =>
          new Map(await storage.userChanges.countersBeyond(new Map(known)))
        assert.deepEqual(await beyond([ada.id, -1], [unknownId(), -1]), new Map([[ada.id, 0]]))
        const group = await makeGroup(storage, [ada, bob])
        const entered = (await viewOf(storage, group.id, ada)).me.seq
        assert.deepEqual(await beyond([ada.id, 0]), new Map([[ada.id, entered]]))
        await send(storage, group.id, ada)
        const sent = (await viewOf(storage, group.id, ada)).me.seq
        assert.ok(sent > entered)
        await leave(storage, group.id, bob)
        assert.deepEqual(
          await beyond([ada.id, entered], [bob.id, 1]),
          new Map([
            [ada.id, sent],
            [bob.id, 2],
          ]),
        )
        assert.deepEqual(await beyond([ada.id, sent], [bob.id, 1]), new Map([[bob.id, 2]]))
        assert.deepEqual(await beyond([ada.id, sent + 1]), new Map())
        assert.deepEqual(await beyond(), new Map())
      },
    },
    {
      id: 'UC2',
      says: 'changes are the last of each chat, those of chats that were left among them',
      async check(storage) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const [one, two] = [await makeGroup(storage, [ada, bob]), await makeGroup(storage, [ada])]
        await join(storage, two.id, bob)
        await leave(storage, one.id, bob)
        const after = async (seq: number) => (await storage.userChanges.changesAfter(new Map([[bob.id, seq]]))).get(bob.id) ?? []
        const sorted = [...(await after(0))].sort((a, b) => a.seq - b.seq)
        assert.deepEqual(sorted, [
          { chatId: two.id, seq: 2, isIn: true },
          { chatId: one.id, seq: 3, isIn: false },
        ])
        assert.deepEqual(await after(2), sorted.slice(1))
        assert.deepEqual(await after(3), [])
        assert.equal((await storage.userChanges.changesAfter(new Map())).size, 0)
      },
    },
  ],
}
