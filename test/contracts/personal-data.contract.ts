import assert from 'node:assert/strict'
import type { Page, PageRequest } from '../../src/application/ports/page.js'
import type { PersonalData } from '../../src/application/ports/personal-data.js'
import type { UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { leave, makeGroup, makePrivate, makeUsers, sendMany, unknownId } from './world.js'

export interface PersonalDataSubject {
  readonly storage: Storage
  readonly data: PersonalData
}

async function all<Item>(read: (page: PageRequest) => Promise<Page<Item>>): Promise<readonly Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const page: Page<Item> = await read({ limit: 2, cursor })
    assert.ok(page.items.length <= 2)
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}

export const personalDataContract: Contract<PersonalDataSubject> = {
  port: 'PersonalData',
  rules: [
    {
      id: 'PD1',
      says: 'tells of every chat that somebody is or was in, each once',
      check: async ({ storage, data }) => {
        const [ada, bob, eve] = await makeUsers(storage, 3)
        assert.ok(ada && bob && eve)
        const groups = [await makeGroup(storage, [bob, ada], { title: 'Left' }), await makeGroup(storage, [ada, bob], { title: 'Own' })]
        await makeGroup(storage, [bob, eve])
        const privateId = await makePrivate(storage, ada, bob)
        await leave(storage, groups[0]?.id ?? assert.fail(), ada)
        const memberships = await all((page) => data.memberships(ada.id, page))
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
        assert.deepEqual(await all((page) => data.memberships(unknownId<UserId>(), page)), [])
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
        const messages = await all((page) => data.messages(ada.id, page))
        assert.deepEqual(new Map(messages.map((message) => [message.id, message])), new Map(sent.map((message) => [message.id, message])))
        assert.equal(messages.length, 5)
      },
    },
  ],
}
