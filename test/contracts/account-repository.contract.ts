import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import type { AccountRepository, Registration, StoredToken } from '../../src/application/ports/account-repository.js'
import { type Email, parseEmail } from '../../src/domain/email.js'
import { HandleTaken, TokenUsedOrExpired } from '../../src/domain/errors.js'
import type { UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'

const now = new Date('2030-01-01T12:00:00.000Z')
export const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)
export const aToken = (): StoredToken => ({ hash: randomBytes(32).toString('base64url'), createdAt: now, expiresAt: hours(24) })
const aHandle = () => `h_${randomBytes(6).toString('hex')}`

export function aRegistration(changes: Partial<Registration> = {}): Registration {
  const handle = changes.handle ?? aHandle()
  const email = parseEmail(`${handle}@example.com`)
  return { id: randomUUID() as UserId, email, passwordHash: 'hash', handle, displayName: 'Ada L.', ...changes }
}

/** Somebody who has verified. */
export async function aVerifiedUser(accounts: AccountRepository): Promise<{ id: UserId; email: Email; handle: string }> {
  const [registration, token] = [aRegistration(), aToken()]
  await accounts.register(registration, token)
  await accounts.verify(token.hash, null, now)
  return registration
}

/** How each attempt came out, sorted. */
export async function outcomesOf(attempts: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const results = await Promise.allSettled(attempts)
  const outcomes: string[] = results.map((result) => (result.status === 'fulfilled' ? 'done' : result.reason.constructor.name))
  return outcomes.sort()
}

export const accountRepositoryContract: Contract<AccountRepository> = {
  port: 'AccountRepository',
  rules: [
    {
      id: 'AR1',
      says: 'stores an account that is nobody yet',
      check: async (accounts) => {
        const registration = aRegistration()
        const { id, email, passwordHash } = registration
        assert.equal(await accounts.register(registration, aToken()), true)
        assert.deepEqual(await accounts.findByEmail(email), {
          id,
          email,
          passwordHash,
          passwordChangedAt: now,
          verifiedAt: null,
          disabledAt: null,
          user: null,
        })
      },
    },
    {
      id: 'AR2',
      says: 'replaces password, names and token of an unverified address, and keeps its id, however many register at once',
      check: async (accounts) => {
        const [first, older] = [aRegistration(), aToken()]
        await accounts.register(first, older)
        const attempts = Array.from({ length: 12 }, (_, index) => ({
          registration: aRegistration({ email: first.email, passwordHash: `hash ${index}`, displayName: `Ada ${index}` }),
          token: aToken(),
        }))
        const registered = await Promise.all(attempts.map(({ registration, token }) => accounts.register(registration, token)))
        assert.deepEqual(new Set(registered), new Set([true]))
        const account = await accounts.findByEmail(first.email)
        assert.equal(account?.id, first.id)
        await assert.rejects(accounts.verify(older.hash, null, now), TokenUsedOrExpired)
        const outcomes = await outcomesOf(attempts.map(({ token }) => accounts.verify(token.hash, null, now)))
        assert.deepEqual(outcomes, [...Array.from({ length: 11 }, () => 'TokenUsedOrExpired'), 'done'])
        const winner = attempts.find(({ registration }) => registration.passwordHash === account?.passwordHash)
        assert.equal((await accounts.find(first.id))?.user?.handle, winner?.registration.handle)
      },
    },
    {
      id: 'AR2',
      says: 'voids the older token even if that is being used at the same moment: one of the two counts',
      check: async (accounts) => {
        for (let round = 0; round < 25; round += 1) {
          const [first, older] = [aRegistration(), aToken()]
          await accounts.register(first, older)
          const again = accounts.register(aRegistration({ email: first.email, passwordHash: 'newer hash' }), aToken())
          const used = accounts.verify(older.hash, null, now).then(
            () => true,
            () => false,
          )
          assert.notEqual(await again, await used)
          const account = await accounts.find(first.id)
          assert.deepEqual([account?.passwordHash, account?.user !== null], (await used) ? ['hash', true] : ['newer hash', false])
        }
      },
    },
    {
      id: 'AR3',
      says: 'changes nothing for a verified address',
      check: async (accounts) => {
        const { id, email } = await aVerifiedUser(accounts)
        const before = await accounts.find(id)
        const token = aToken()
        assert.equal(await accounts.register(aRegistration({ email, passwordHash: 'another' }), token), false)
        assert.deepEqual(await accounts.find(id), before)
        await assert.rejects(accounts.verify(token.hash, null, now), TokenUsedOrExpired)
      },
    },
    {
      id: 'AR4',
      says: 'refuses the handle of a user, for a new address and a known one, and not that of an unverified account',
      check: async (accounts) => {
        const { handle, email } = await aVerifiedUser(accounts)
        const refused = aRegistration({ handle })
        await assert.rejects(accounts.register({ ...refused, email: parseEmail('new@example.com') }, aToken()), HandleTaken)
        await assert.rejects(accounts.register({ ...refused, email }, aToken()), HandleTaken)
        assert.equal(await accounts.findByEmail(parseEmail('new@example.com')), null)
        const pending = aRegistration()
        await accounts.register(pending, aToken())
        assert.equal(
          await accounts.register(aRegistration({ handle: pending.handle, email: parseEmail(`2${pending.email}`) }), aToken()),
          true,
        )
      },
    },
    {
      id: 'AR5',
      says: 'finds an account by its id',
      check: async (accounts) => {
        const { id, email } = await aVerifiedUser(accounts)
        assert.equal((await accounts.find(id))?.email, email)
        assert.equal(await accounts.find(randomUUID() as UserId), null)
      },
    },
    {
      id: 'AR6',
      says: 'finds an account by its address, and by that address only',
      check: async (accounts) => {
        const { id, email } = await aVerifiedUser(accounts)
        assert.equal((await accounts.findByEmail(email))?.id, id)
        for (const other of [`x${email}`, email.slice(1), '%', '']) assert.equal(await accounts.findByEmail(other as Email), null)
      },
    },
    {
      id: 'AR7',
      says: 'replaces the token of an unverified account, and of no other',
      check: async (accounts) => {
        const [registration, older, newer] = [aRegistration(), aToken(), aToken()]
        await accounts.register(registration, older)
        assert.equal(await accounts.replaceVerification(registration.email, newer), registration.handle)
        await assert.rejects(accounts.verify(older.hash, null, now), TokenUsedOrExpired)
        await accounts.verify(newer.hash, null, now)
        const late = aToken()
        assert.equal(await accounts.replaceVerification(registration.email, late), null)
        assert.equal(await accounts.replaceVerification(aRegistration().email, aToken()), null)
        await assert.rejects(accounts.verify(late.hash, null, now), TokenUsedOrExpired)
      },
    },
    {
      id: 'AR8',
      says: 'makes the user of a verified account',
      check: async (accounts) => {
        const [registration, token] = [aRegistration(), aToken()]
        await accounts.register(registration, token)
        assert.equal(await accounts.verify(token.hash, null, hours(1)), registration.id)
        const account = await accounts.find(registration.id)
        assert.deepEqual(account?.verifiedAt, hours(1))
        const { id, handle, displayName } = registration
        assert.deepEqual(account?.user, { id, handle, displayName, avatarUrl: null, createdAt: now })
      },
    },
    {
      id: 'AR9',
      says: 'takes a token once, in its time and whole, however many present it at once',
      check: async (accounts) => {
        const [registration, token] = [aRegistration(), aToken()]
        await accounts.register(registration, token)
        for (const hash of [`${token.hash}x`, token.hash.slice(1), '', '%']) {
          await assert.rejects(accounts.verify(hash, null, now), TokenUsedOrExpired)
        }
        await assert.rejects(accounts.verify(token.hash, null, hours(24)), TokenUsedOrExpired)
        assert.equal((await accounts.find(registration.id))?.verifiedAt, null)
        const outcomes = await outcomesOf(Array.from({ length: 8 }, () => accounts.verify(token.hash, null, now)))
        assert.deepEqual(outcomes, [...Array.from({ length: 7 }, () => 'TokenUsedOrExpired'), 'done'])
      },
    },
    {
      id: 'AR10',
      says: 'gives a handle to one of those who verify with it; the others may come again with the same token and another handle',
      check: async (accounts) => {
        const handle = aHandle()
        const rivals = Array.from({ length: 5 }, (_, index) => ({
          registration: aRegistration({ handle, displayName: handle, email: parseEmail(`${index}${handle}@example.com`) }),
          token: aToken(),
        }))
        for (const { registration, token } of rivals) await accounts.register(registration, token)
        const outcomes = await outcomesOf(rivals.map(({ token }) => accounts.verify(token.hash, null, now)))
        assert.deepEqual(outcomes, [...Array.from({ length: 4 }, () => 'HandleTaken'), 'done'])
        for (const { registration, token } of rivals) {
          const account = await accounts.find(registration.id)
          if (account?.user) continue
          const another = aHandle()
          await accounts.verify(token.hash, another, now)
          const user = (await accounts.find(registration.id))?.user
          assert.deepEqual([user?.handle, user?.displayName], [another, another])
        }
      },
    },
    {
      id: 'AR11',
      says: 'tells the handle that a good token would verify, as often as asked',
      check: async (accounts) => {
        const [registration, older, newer] = [aRegistration(), aToken(), aToken()]
        await accounts.register(registration, older)
        await accounts.register({ ...registration, handle: `${registration.handle}_2` }, newer)
        for (let time = 0; time < 2; time += 1) assert.equal(await accounts.findPendingHandle(newer.hash, now), `${registration.handle}_2`)
        assert.equal(await accounts.findPendingHandle(older.hash, now), null)
        assert.equal(await accounts.findPendingHandle(newer.hash, hours(24)), null)
        await accounts.verify(newer.hash, null, now)
        assert.equal(await accounts.findPendingHandle(newer.hash, now), null)
      },
    },
  ],
}
