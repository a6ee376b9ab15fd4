import assert from 'node:assert/strict'
import { ValidationFailed } from '../../src/domain/errors.js'
import type { UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { makeUsers, someTime, unknownId } from './world.js'

/** A prefix that no other check uses. */
const unusedPrefix = (): string => `p${unknownId<UserId>().replaceAll('-', '').slice(0, 10)}`

export const userDirectoryContract: Contract<Storage> = {
  port: 'UserDirectory',
  rules: [
    {
      id: 'UD3',
      says: 'somebody erased is found by their id and not by their name',
      async check(storage) {
        const handle = `deleted_${unusedPrefix()}`
        const [erased] = await makeUsers(storage, 1, [{ handle, displayName: handle }])
        assert.ok(erased)
        assert.deepEqual(await storage.users.findMany([erased.id]), [erased])
        assert.deepEqual((await storage.users.search(handle, { limit: 10, cursor: null })).items, [])
      },
    },
    {
      id: 'UD1',
      says: 'the given users that exist are found, whole',
      async check(storage) {
        const [one, two] = await makeUsers(storage, 3, [{ displayName: 'Zoë 👩‍👩‍👧', avatarUrl: 'https://example.org/a.png' }])
        assert.ok(one && two)
        const found = await storage.users.findMany([two.id, one.id, one.id, unknownId()])
        assert.deepEqual(
          new Map(found.map((user) => [user.id, user])),
          new Map([
            [one.id, one],
            [two.id, two],
          ]),
        )
        assert.equal(found.length, 2)
        assert.deepEqual(one.createdAt, someTime)
        assert.deepEqual(await storage.users.findMany([]), [])
      },
    },
    {
      id: 'UD2',
      says: 'users are searched by the beginning of handle or name, letter case aside, in pages ordered by handle',
      async check(storage) {
        const prefix = unusedPrefix()
        const other = unusedPrefix()
        const names = ['_c', 'a', 'b_', 'zz'].map((end) => ({ handle: `${prefix}${end}` }))
        await makeUsers(storage, 6, [
          ...names,
          { handle: `${other}x`, displayName: `${prefix.toUpperCase()} somebody` },
          { displayName: `not ${prefix}` },
        ])
        const handles: string[] = []
        let cursor: string | null = null
        do {
          const page: Awaited<ReturnType<Storage['users']['search']>> = await storage.users.search(prefix.toUpperCase(), {
            limit: 2,
            cursor,
          })
          assert.ok(page.items.length <= 2)
          handles.push(...page.items.map((user) => user.handle))
          cursor = page.nextCursor
        } while (cursor !== null)
        const expected = [...names.map((name) => name.handle), `${other}x`].sort()
        assert.deepEqual(handles, expected)
      },
    },
    {
      id: 'UD2',
      says: 'percent, underscore and backslash mean themselves',
      async check(storage) {
        const prefix = unusedPrefix()
        await makeUsers(storage, 4, [
          { handle: `${prefix}_a` },
          { handle: `${prefix}xa` },
          { displayName: `${prefix}%b` },
          { displayName: `${prefix}\\c` },
        ])
        const found = async (text: string) => (await storage.users.search(text, { limit: 10, cursor: null })).items.length
        assert.equal(await found(prefix), 4)
        assert.deepEqual(
          [await found(`${prefix}_`), await found(`${prefix}%`), await found(`${prefix}\\`), await found(`${prefix}'`)],
          [1, 1, 1, 0],
        )
      },
    },
    {
      id: 'UD2',
      says: 'a cursor that it did not make is refused by name',
      async check(storage) {
        for (const cursor of ['', 'x', 'WyJhJyBPUiAxPTEiXQ', 'bnVsbA', '[]', '%00']) {
          await assert.rejects(
            storage.users.search('a', { limit: 2, cursor }),
            (error) => error instanceof ValidationFailed && error.errors[0]?.path === 'cursor',
          )
        }
      },
    },
  ],
}
