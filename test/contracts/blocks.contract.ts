import assert from 'node:assert/strict'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { makeUsers, someTime, unknownId } from './world.js'

const page = { limit: 10, cursor: null }

export const blockContract: Contract<Storage> = {
  port: 'Blocks',
  rules: [
    {
      id: 'BK1',
      says: 'somebody is blocked once, however often; who is not there, not at all',
      async check({ blocks, ...storage }) {
        const [ada, bob] = await makeUsers({ blocks, ...storage }, 2)
        assert.ok(ada && bob)
        for (const id of [bob.id, bob.id, unknownId<typeof bob.id>()]) await blocks.block(ada.id, id, someTime)
        await blocks.block(unknownId(), bob.id, someTime)
        assert.deepEqual(await blocks.list(ada.id, page), { items: [bob], nextCursor: null })
      },
    },
    {
      id: 'BK2',
      says: 'a block that is taken back is none; the other’s own stays',
      async check(storage) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        await storage.blocks.block(ada.id, bob.id, someTime)
        await storage.blocks.block(bob.id, ada.id, someTime)
        for (const id of [bob.id, bob.id, unknownId<typeof bob.id>()]) await storage.blocks.unblock(ada.id, id)
        assert.deepEqual([(await storage.blocks.list(ada.id, page)).items, (await storage.blocks.list(bob.id, page)).items], [[], [ada]])
        assert.deepEqual(await storage.blocks.between(ada.id, [bob.id]), new Set([bob.id]))
        await storage.blocks.unblock(bob.id, ada.id)
        assert.deepEqual(await storage.blocks.between(ada.id, [bob.id]), new Set())
      },
    },
    {
      id: 'BK3',
      says: 'a block stands between two whoever of them made it, for units of work too',
      async check(storage) {
        const [ada, blocked, blocker, both, other] = await makeUsers(storage, 5)
        assert.ok(ada && blocked && blocker && both && other)
        for (const one of [blocked, both]) await storage.blocks.block(ada.id, one.id, someTime)
        for (const one of [blocker, both]) await storage.blocks.block(one.id, ada.id, someTime)
        await storage.blocks.block(other.id, both.id, someTime)
        const others = [blocked, blocker, both, other].map(({ id }) => id)
        const between = new Set([blocked, blocker, both].map(({ id }) => id))
        assert.deepEqual(await storage.blocks.between(ada.id, others), between)
        assert.deepEqual(await storage.unitOfWork.run(({ blocks }) => blocks.between(ada.id, others)), between)
        assert.deepEqual(await storage.blocks.between(ada.id, [other.id, ada.id, unknownId()]), new Set())
        assert.deepEqual(await storage.blocks.between(ada.id, []), new Set())
      },
    },
    {
      id: 'BK4',
      says: 'whom somebody has blocked is listed page by page, each once; who has blocked them is not',
      async check(storage) {
        const [ada, ...others] = await makeUsers(storage, 6)
        assert.ok(ada)
        for (const { id } of others) await storage.blocks.block(ada.id, id, someTime)
        await storage.blocks.block(others[0]?.id ?? assert.fail(), ada.id, someTime)
        const first = await storage.blocks.list(ada.id, { limit: 3, cursor: null })
        const second = await storage.blocks.list(ada.id, { limit: 3, cursor: first.nextCursor })
        assert.deepEqual([first.items.length, second.nextCursor], [3, null])
        assert.deepEqual(
          new Map([...first.items, ...second.items].map((user) => [user.id, user])),
          new Map(others.map((user) => [user.id, user])),
        )
      },
    },
  ],
}
