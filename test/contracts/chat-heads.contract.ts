import assert from 'node:assert/strict'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { join, makeGroup, makeUsers, send, unknownId } from './world.js'

const minute = 60_000

export const chatHeadsContract: Contract<Storage> = {
  port: 'ChatHeads',
  rules: [
    {
      id: 'CH1',
      says: 'heads are those of the chats that are there, as committed',
      async check(storage) {
        const [owner, late] = await makeUsers(storage, 2)
        assert.ok(owner && late)
        const [one, two] = [await makeGroup(storage, [owner]), await makeGroup(storage, [owner])]
        await send(storage, one.id, owner)
        await join(storage, two.id, late)
        const gone = await makeGroup(storage, [owner])
        await storage.unitOfWork.run(({ chats }) => chats.lock(gone.id).then(() => chats.delete(gone.id)))
        const heads = await storage.heads.headsOf([one.id, two.id, two.id, gone.id, unknownId()])
        assert.deepEqual(
          new Map(heads),
          new Map([
            [one.id, one.seq + 1],
            [two.id, two.seq + 1],
          ]),
        )
        assert.equal((await storage.heads.headsOf([])).size, 0)
      },
    },
    {
      id: 'CH2',
      says: 'heads of a time hold the chats whose last change is of that time, whatever changed, and those that are gone',
      async check(storage) {
        const [owner, late] = await makeUsers(storage, 2)
        assert.ok(owner && late)
        const [one, two, three] = [await makeGroup(storage, [owner]), await makeGroup(storage, [owner]), await makeGroup(storage, [owner])]
        await send(storage, one.id, owner)
        await join(storage, two.id, late)
        const ids = [one.id, two.id]
        const expected = new Map([
          [one.id, one.seq + 1],
          [two.id, two.seq + 1],
        ])
        assert.deepEqual(new Map(await storage.heads.headsChangedBetween(ids, minute, 0)), expected)
        assert.deepEqual((await storage.heads.headsChangedBetween([three.id], minute, 0)).get(three.id), three.seq)
        assert.equal((await storage.heads.headsChangedBetween(ids, 2 * minute, minute)).size, 0)
        assert.equal((await storage.heads.headsChangedBetween(ids, 0, 0)).size, 0)
        assert.equal((await storage.heads.headsChangedBetween([], minute, 0)).size, 0)
        await storage.unitOfWork.run(({ chats }) => chats.lock(three.id).then(() => chats.delete(three.id)))
        assert.deepEqual(new Map(await storage.heads.headsChangedBetween([three.id], 2 * minute, minute)), new Map([[three.id, null]]))
      },
    },
  ],
}
