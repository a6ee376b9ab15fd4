import assert from 'node:assert/strict'
import type { AccountRepository } from '../../src/application/ports/account-repository.js'
import type { CredentialRepository } from '../../src/application/ports/credential-repository.js'
import type { EmailChanges } from '../../src/application/ports/email-changes.js'
import { TokenUsedOrExpired } from '../../src/domain/errors.js'
import { aRegistration, aToken, aVerifiedUser, hours, outcomesOf } from './account-repository.contract.js'
import type { Contract } from './contract.js'

export interface EmailChangesSubject {
  readonly accounts: AccountRepository
  readonly credentials: CredentialRepository
  readonly changes: EmailChanges
}

const anAddress = () => aRegistration().email

/** When the password of somebody new was chosen. */
const since = aToken().createdAt

export const emailChangesContract: Contract<EmailChangesSubject> = {
  port: 'EmailChanges',
  rules: [
    {
      id: 'EC1',
      says: 'notes the address to move to, instead of the one before, and changes nothing yet',
      check: async ({ accounts, changes }) => {
        const user = await aVerifiedUser(accounts)
        const [older, newer] = [aToken(), aToken()]
        assert.equal(await changes.request(user.id, since, anAddress(), older), true)
        const to = anAddress()
        assert.equal(await changes.request(user.id, since, to, newer), true)
        assert.equal((await accounts.find(user.id))?.email, user.email)
        await assert.rejects(changes.confirm(older.hash, hours(1)), TokenUsedOrExpired)
        await changes.confirm(newer.hash, hours(1))
        assert.equal((await accounts.find(user.id))?.email, to)
      },
    },
    {
      id: 'EC2',
      says: 'does not take the address of a verified account, and takes that of a sign-up which was never verified',
      check: async ({ accounts, changes }) => {
        const [user, other, pending] = [await aVerifiedUser(accounts), await aVerifiedUser(accounts), aRegistration()]
        await accounts.register(pending, aToken())
        const token = aToken()
        assert.equal(await changes.request(user.id, since, other.email, token), false)
        await assert.rejects(changes.confirm(token.hash, hours(1)), TokenUsedOrExpired)
        assert.equal(await changes.request(user.id, since, pending.email, aToken()), true)
      },
    },
    {
      id: 'EC3',
      says: 'moves the account, answers where from, and leaves no sign-up at the address and no reset link of the one before',
      check: async ({ accounts, credentials, changes }) => {
        const [user, pending] = [await aVerifiedUser(accounts), aRegistration()]
        const [token, verification, reset] = [aToken(), aToken(), aToken()]
        await accounts.register(pending, verification)
        await credentials.putReset(user.email, reset)
        await changes.request(user.id, since, pending.email, token)
        assert.deepEqual(await changes.confirm(token.hash, hours(1)), { id: user.id, from: user.email })
        assert.equal((await accounts.findByEmail(pending.email))?.id, user.id)
        assert.equal(await accounts.findByEmail(user.email), null)
        await assert.rejects(accounts.verify(verification.hash, null, hours(1)), TokenUsedOrExpired)
        assert.equal(await credentials.findByReset(reset.hash, hours(0)), null)
      },
    },
    {
      id: 'EC4',
      says: 'takes a token once and in its time, and not if somebody has verified the address meanwhile',
      check: async ({ accounts, credentials, changes }) => {
        const [user, rival] = [await aVerifiedUser(accounts), aRegistration()]
        const [token, verification, late, reset] = [aToken(), aToken(), aToken(), aToken()]
        await changes.request(user.id, since, anAddress(), token)
        await credentials.putReset(user.email, reset)
        await assert.rejects(changes.confirm(reset.hash, hours(1)), TokenUsedOrExpired)
        await assert.rejects(changes.confirm(token.hash, hours(24)), TokenUsedOrExpired)
        const outcomes = await outcomesOf(Array.from({ length: 6 }, () => changes.confirm(token.hash, hours(1))))
        assert.deepEqual(outcomes, [...Array.from({ length: 5 }, () => 'TokenUsedOrExpired'), 'done'])
        await accounts.register(rival, verification)
        await changes.request(user.id, since, rival.email, late)
        await accounts.verify(verification.hash, null, hours(1))
        await assert.rejects(changes.confirm(late.hash, hours(1)), TokenUsedOrExpired)
        assert.equal((await accounts.findByEmail(rival.email))?.id, rival.id)
      },
    },
    {
      id: 'EC5',
      says: 'notes nothing for who knows an older password, whoever comes first',
      check: async ({ accounts, credentials, changes }) => {
        for (let round = 0; round < 10; round += 1) {
          const user = await aVerifiedUser(accounts)
          const [reset, move] = [aToken(), aToken()]
          await credentials.putReset(user.email, reset)
          await Promise.all([
            credentials.reset(reset.hash, { hash: 'another', at: hours(0.5) }),
            changes.request(user.id, since, anAddress(), move),
          ])
          await assert.rejects(changes.confirm(move.hash, hours(1)), TokenUsedOrExpired)
          assert.equal(await changes.request(user.id, since, anAddress(), aToken()), null)
        }
      },
    },
  ],
}
