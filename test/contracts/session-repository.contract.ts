import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import type { SessionId, UserId } from '../../src/domain/ids.js'
import type { Session } from '../../src/domain/session.js'
import type { Contract } from './contract.js'

const start = new Date('2030-01-01T12:00:00.000Z')
export const minutes = (count: number) => new Date(start.getTime() + count * 60_000)

export const aSession = (accountId: UserId, changes: Partial<Session> = {}): Session => ({
  id: randomUUID() as SessionId,
  accountId,
  device: 'Firefox on a 🐧',
  ip: '2001:db8::1',
  createdAt: start,
  lastUsedAt: start,
  expiresAt: minutes(60 * 24),
  accessExpiresAt: minutes(15),
  refreshKey: 'key',
  refreshHash: 'hash 0',
  generation: 0,
  confirmedAt: null,
  endedAt: null,
  ...changes,
})

export interface SessionsSubject<Sessions> {
  readonly sessions: Sessions
  /** Makes somebody who may have sessions. */
  newAccount(): Promise<UserId>
}

export const sessionRepositoryContract: Contract<SessionsSubject<SessionRepository>> = {
  port: 'SessionRepository',
  rules: [
    {
      id: 'SR1',
      says: 'keeps a session as it was opened',
      check: async ({ sessions, newAccount }) => {
        const session = aSession(await newAccount())
        const bare = aSession(session.accountId, { device: null, ip: null })
        await sessions.open(session)
        await sessions.open(bare)
        assert.deepEqual(await sessions.find(session.id), session)
        assert.deepEqual(await sessions.find(bare.id), bare)
      },
    },
    {
      id: 'SR2',
      says: 'finds ended sessions too, and none that never was',
      check: async ({ sessions, newAccount }) => {
        const session = aSession(await newAccount())
        await sessions.open(session)
        await sessions.end(session.id, minutes(1))
        assert.deepEqual(await sessions.find(session.id), { ...session, endedAt: minutes(1) })
        assert.equal(await sessions.find(randomUUID() as SessionId), null)
      },
    },
    {
      id: 'SR3',
      says: 'begins the next generation once, of many attempts at once, and never of a session that has ended',
      check: async ({ sessions, newAccount }) => {
        const session = aSession(await newAccount(), { confirmedAt: minutes(1) })
        await sessions.open(session)
        const rotation = { refreshHash: 'hash 1', at: minutes(10), accessExpiresAt: minutes(25) }
        const attempts = await Promise.all(Array.from({ length: 20 }, () => sessions.rotate(session.id, 0, rotation)))
        assert.equal(attempts.filter(Boolean).length, 1)
        const rotated = {
          ...session,
          generation: 1,
          confirmedAt: null,
          refreshHash: 'hash 1',
          lastUsedAt: minutes(10),
          accessExpiresAt: minutes(25),
        }
        assert.deepEqual(await sessions.find(session.id), rotated)
        assert.equal(await sessions.rotate(session.id, 2, rotation), false)
        await sessions.end(session.id, minutes(11))
        assert.equal(await sessions.rotate(session.id, 1, rotation), false)
        assert.deepEqual(await sessions.find(session.id), { ...rotated, endedAt: minutes(11) })
      },
    },
    {
      id: 'SR4',
      says: 'notes how long access tokens of the present generation live, and never shortens it',
      check: async ({ sessions, newAccount }) => {
        const session = aSession(await newAccount(), { confirmedAt: minutes(1), generation: 3 })
        await sessions.open(session)
        assert.equal(await sessions.renew(session.id, 3, minutes(5), minutes(20)), true)
        const renewed = { ...session, lastUsedAt: minutes(5), accessExpiresAt: minutes(20) }
        assert.deepEqual(await sessions.find(session.id), renewed)
        assert.equal(await sessions.renew(session.id, 3, minutes(6), minutes(18)), true)
        assert.deepEqual(await sessions.find(session.id), { ...renewed, lastUsedAt: minutes(6) })
        assert.equal(await sessions.renew(session.id, 2, minutes(7), minutes(30)), false)
        assert.equal(await sessions.renew(session.id, 4, minutes(7), minutes(30)), false)
        await sessions.end(session.id, minutes(8))
        assert.equal(await sessions.renew(session.id, 3, minutes(9), minutes(30)), false)
      },
    },
    {
      id: 'SR5',
      says: 'ends a session once and for good, and no other',
      check: async ({ sessions, newAccount }) => {
        const session = aSession(await newAccount())
        const other = aSession(session.accountId)
        await sessions.open(session)
        await sessions.open(other)
        assert.equal(await sessions.end(session.id, minutes(1)), true)
        assert.equal(await sessions.end(session.id, minutes(2)), false)
        assert.equal(await sessions.end(randomUUID() as SessionId, minutes(2)), false)
        assert.deepEqual((await sessions.find(session.id))?.endedAt, minutes(1))
        assert.deepEqual(await sessions.find(other.id), other)
      },
    },
  ],
}
