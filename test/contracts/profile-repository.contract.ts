import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AccountRepository } from '../../src/application/ports/account-repository.js'
import type { ProfileRepository } from '../../src/application/ports/profile-repository.js'
import { HandleTaken } from '../../src/domain/errors.js'
import type { UserId } from '../../src/domain/ids.js'
import { aVerifiedUser } from './account-repository.contract.js'
import type { Contract } from './contract.js'

export interface ProfileRepositorySubject {
  readonly profiles: ProfileRepository
  /** Of the same people. */
  readonly accounts: AccountRepository
}

export const profileRepositoryContract: Contract<ProfileRepositorySubject> = {
  port: 'ProfileRepository',
  rules: [
    {
      id: 'PF1',
      says: 'finds what a user shows and their address',
      check: async ({ profiles, accounts }) => {
        const { id, email } = await aVerifiedUser(accounts)
        assert.deepEqual(await profiles.find(id), { user: (await accounts.find(id))?.user, email })
        assert.equal(await profiles.find(randomUUID() as UserId), null)
      },
    },
    {
      id: 'PF2',
      says: 'stores what is given and nothing else',
      check: async ({ profiles, accounts }) => {
        const { id } = await aVerifiedUser(accounts)
        const before = await profiles.find(id)
        assert.ok(before)
        assert.deepEqual(await profiles.update(id, {}), before)
        const named = { ...before, user: { ...before.user, displayName: 'Ada 🦉 "%_\\' } }
        assert.deepEqual(await profiles.update(id, { displayName: 'Ada 🦉 "%_\\' }), named)
        const handle = `${before.user.handle}_2`
        assert.deepEqual(await profiles.update(id, { handle }), { ...named, user: { ...named.user, handle } })
        assert.deepEqual((await accounts.find(id))?.user, { ...named.user, handle })
        assert.equal(await profiles.update(randomUUID() as UserId, { displayName: 'Nobody' }), null)
      },
    },
    {
      id: 'PF3',
      says: "refuses another user's handle and changes nothing; one's own is fine",
      check: async ({ profiles, accounts }) => {
        const [one, other] = [await aVerifiedUser(accounts), await aVerifiedUser(accounts)]
        const before = await profiles.find(one.id)
        await assert.rejects(profiles.update(one.id, { handle: other.handle, displayName: 'Changed' }), HandleTaken)
        assert.deepEqual(await profiles.find(one.id), before)
        assert.equal((await profiles.update(one.id, { handle: one.handle }))?.user.handle, one.handle)
      },
    },
  ],
}
