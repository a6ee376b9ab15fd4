import assert from 'node:assert/strict'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { join, leave, makeGroup, makeUsers, send, unknownId, viewOf } from './world.js'

export const userChangesContract: Contract<Storage> = {
  port: 'UserChanges',
  rules: [
    {
      id: 'UC1',
      says: 'a counter stands where the last of what follows the user has put it',
      async check(storage) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        assert.deepEqual(new Map(await storage.userChanges.countersOf([ada.id, unknownId()])), new Map([[ada.id, 0]]))
        const group = await makeGroup(storage, [ada, bob])
        const entered = (await viewOf(storage, group.id, ada)).me.seq
        assert.equal((await storage.userChanges.countersOf([ada.id])).get(ada.id), entered)
        await send(storage, group.id, ada)
        const sent = (await viewOf(storage, group.id, ada)).me.seq
        assert.ok(sent > entered)
        await leave(storage, group.id, bob)
        const counters = await storage.userChanges.countersOf([ada.id, bob.id])
        assert.equal(counters.get(ada.id), sent)
        assert.equal(counters.get(bob.id), 2)
        assert.equal((await storage.userChanges.countersOf([])).size, 0)
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
