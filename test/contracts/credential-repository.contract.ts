import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { AccountRepository, StoredToken } from '../../src/application/ports/account-repository.js'
import type { CredentialRepository, NewPassword } from '../../src/application/ports/credential-repository.js'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import type { Email } from '../../src/domain/email.js'
import { TokenUsedOrExpired } from '../../src/domain/errors.js'
import type { SessionId, UserId } from '../../src/domain/ids.js'
import { aRegistration, aToken, aVerifiedUser, outcomesOf } from './account-repository.contract.js'
import type { Contract } from './contract.js'
import { aSession } from './session-repository.contract.js'

export interface CredentialsSubject {
  readonly accounts: AccountRepository
  readonly credentials: CredentialRepository
  readonly sessions: SessionRepository
  disable(id: UserId): Promise<void>
}

const now = new Date('2030-01-01T12:00:00.000Z')
const seconds = (count: number) => new Date(now.getTime() + count * 1_000)
const aReset = (): StoredToken => ({ hash: randomBytes(32).toString('base64url'), createdAt: now, expiresAt: seconds(3_600) })
const another = (at = seconds(60)): NewPassword => ({ hash: `hash ${randomBytes(6).toString('hex')}`, at })

async function signedIn({ sessions }: CredentialsSubject, id: UserId): Promise<SessionId> {
  const session = aSession(id)
  await sessions.open(session)
  return session.id
}

const hasEnded = async ({ sessions }: CredentialsSubject, id: SessionId) => (await sessions.find(id))?.endedAt !== null

export const credentialRepositoryContract: Contract<CredentialsSubject> = {
  port: 'CredentialRepository',
  rules: [
    {
      id: 'CD1',
      says: 'takes a reset token for a verified account that is not disabled, instead of the one before, and for no other',
      check: async ({ accounts, credentials, disable }) => {
        const [user, disabled, pending] = [await aVerifiedUser(accounts), await aVerifiedUser(accounts), aRegistration()]
        await accounts.register(pending, aToken())
        await disable(disabled.id)
        const [older, newer] = [aReset(), aReset()]
        assert.equal(await credentials.putReset(user.email, older), true)
        assert.equal(await credentials.putReset(user.email, newer), true)
        assert.equal(await credentials.findByReset(older.hash, now), null)
        assert.equal((await credentials.findByReset(newer.hash, now))?.id, user.id)
        for (const email of [disabled.email, pending.email, 'nobody@example.com' as Email]) {
          const token = aReset()
          assert.equal(await credentials.putReset(email, token), false)
          assert.equal(await credentials.findByReset(token.hash, now), null)
        }
      },
    },
    {
      id: 'CD2',
      says: 'tells whose a good reset token is, and uses none up by it',
      check: async ({ accounts, credentials }) => {
        const user = await aVerifiedUser(accounts)
        const [token, verification] = [aReset(), aToken()]
        await accounts.register(aRegistration(), verification)
        await credentials.putReset(user.email, token)
        assert.deepEqual(await credentials.findByReset(token.hash, seconds(3_599)), await accounts.find(user.id))
        for (const hash of [verification.hash, '', '%', `${token.hash}x`]) assert.equal(await credentials.findByReset(hash, now), null)
        assert.equal(await credentials.findByReset(token.hash, seconds(3_600)), null)
        assert.notEqual(await credentials.findByReset(token.hash, now), null)
      },
    },
    {
      id: 'CD3',
      says: 'stores the password of a reset and ends every session, of that account alone',
      check: async (subject) => {
        const { accounts, credentials } = subject
        const [user, other] = [await aVerifiedUser(accounts), await aVerifiedUser(accounts)]
        const own = [await signedIn(subject, user.id), await signedIn(subject, user.id)]
        const foreign = await signedIn(subject, other.id)
        const [token, password] = [aReset(), another()]
        await credentials.putReset(user.email, token)
        assert.deepEqual([...(await credentials.reset(token.hash, password))].sort(), own.sort())
        const account = await accounts.find(user.id)
        assert.deepEqual([account?.passwordHash, account?.passwordChangedAt], [password.hash, password.at])
        assert.deepEqual(await Promise.all([...own, foreign].map((id) => hasEnded(subject, id))), [true, true, false])
        assert.equal((await accounts.find(other.id))?.passwordHash, 'hash')
      },
    },
    {
      id: 'CD4',
      says: 'takes a reset token once, in its time, however many present it at once; a token of another purpose never',
      check: async ({ accounts, credentials }) => {
        const [user, pending, verification] = [await aVerifiedUser(accounts), aRegistration(), aToken()]
        await accounts.register(pending, verification)
        const token = aReset()
        await credentials.putReset(user.email, token)
        for (const hash of [verification.hash, '', `${token.hash}x`]) {
          await assert.rejects(credentials.reset(hash, another()), TokenUsedOrExpired)
        }
        await assert.rejects(credentials.reset(token.hash, another(seconds(3_600))), TokenUsedOrExpired)
        assert.equal((await accounts.find(user.id))?.passwordHash, 'hash')
        const outcomes = await outcomesOf(Array.from({ length: 8 }, () => credentials.reset(token.hash, another())))
        assert.deepEqual(outcomes, [...Array.from({ length: 7 }, () => 'TokenUsedOrExpired'), 'done'])
        await accounts.verify(verification.hash, null, now)
      },
    },
    {
      id: 'CD5',
      says: 'stores a changed password, ends every other session and voids links that were mailed before',
      check: async (subject) => {
        const { accounts, credentials } = subject
        const user = await aVerifiedUser(accounts)
        const [kept, ended] = [await signedIn(subject, user.id), await signedIn(subject, user.id)]
        const [token, password] = [aReset(), another()]
        await credentials.putReset(user.email, token)
        const { passwordChangedAt } = (await accounts.find(user.id)) ?? assert.fail()
        assert.deepEqual(await credentials.change(user.id, passwordChangedAt, password, kept), [ended])
        assert.equal((await accounts.find(user.id))?.passwordHash, password.hash)
        assert.deepEqual([await hasEnded(subject, kept), await hasEnded(subject, ended)], [false, true])
        await assert.rejects(credentials.reset(token.hash, another()), TokenUsedOrExpired)
      },
    },
    {
      id: 'CD6',
      says: 'changes nothing if the password was changed meanwhile: of many at once, one does',
      check: async (subject) => {
        const { accounts, credentials } = subject
        const user = await aVerifiedUser(accounts)
        const kept = await signedIn(subject, user.id)
        const { passwordChangedAt } = (await accounts.find(user.id)) ?? assert.fail()
        const attempts = Array.from({ length: 6 }, (_, index) =>
          credentials.change(user.id, passwordChangedAt, another(seconds(index + 1)), kept),
        )
        assert.equal((await Promise.all(attempts)).filter((ended) => ended !== null).length, 1)
        assert.equal(await credentials.change(user.id, passwordChangedAt, another(), kept), null)
      },
    },
    {
      id: 'CD7',
      says: 'replaces a hash by another of the same password, and not one that has changed',
      check: async ({ accounts, credentials }) => {
        const user = await aVerifiedUser(accounts)
        const before = (await accounts.find(user.id)) ?? assert.fail()
        await credentials.rehash(user.id, 'hash', 'stronger')
        await credentials.rehash(user.id, 'hash', 'late')
        assert.deepEqual(await accounts.find(user.id), { ...before, passwordHash: 'stronger' })
      },
    },
  ],
}
