import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { SessionDirectory } from '../../src/application/ports/session-directory.js'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import type { UserId } from '../../src/domain/ids.js'
import { idleLifetime, type Session } from '../../src/domain/session.js'
import type { Contract } from './contract.js'
import { aSession, minutes, type SessionsSubject } from './session-repository.contract.js'

type Sessions = SessionDirectory & SessionRepository

/** So many sessions, the first used last. */
async function sessionsOf(sessions: Sessions, userId: UserId, count: number): Promise<readonly Session[]> {
  const made = Array.from({ length: count }, (_, index) => aSession(userId, { lastUsedAt: minutes(count - index) }))
  for (const session of [...made].reverse()) await sessions.open(session)
  return made
}

export const sessionDirectoryContract: Contract<SessionsSubject<Sessions>> = {
  port: 'SessionDirectory',
  rules: [
    {
      id: 'SL1',
      says: "lists one's living sessions, the last used first",
      check: async ({ sessions, newAccount }) => {
        const userId = await newAccount()
        const now = minutes(30)
        const made = await sessionsOf(sessions, userId, 3)
        await sessionsOf(sessions, await newAccount(), 1)
        await sessions.open(aSession(userId, { endedAt: minutes(1) }))
        await sessions.open(aSession(userId, { expiresAt: now }))
        await sessions.open(aSession(userId, { lastUsedAt: new Date(now.getTime() - idleLifetime) }))
        assert.deepEqual(await sessions.list(userId, now), made)
        assert.deepEqual(await sessions.list(randomUUID() as UserId, now), [])
      },
    },
    {
      id: 'SL2',
      says: "ends all of one's sessions, and nobody else's",
      check: async ({ sessions, newAccount }) => {
        const userId = await newAccount()
        const made = await sessionsOf(sessions, userId, 3)
        const [foreign] = await sessionsOf(sessions, await newAccount(), 1)
        const ended = await sessions.endAll(userId, minutes(5))
        assert.deepEqual([...ended].sort(), made.map(({ id }) => id).sort())
        assert.deepEqual(await sessions.endAll(userId, minutes(6)), [])
        for (const { id } of made) assert.deepEqual((await sessions.find(id))?.endedAt, minutes(5))
        assert.equal(foreign && (await sessions.find(foreign.id))?.endedAt, null)
      },
    },
    {
      id: 'SL3',
      says: 'ends the sessions beyond a number, those used longest ago',
      check: async ({ sessions, newAccount }) => {
        const userId = await newAccount()
        const made = await sessionsOf(sessions, userId, 5)
        assert.deepEqual(await sessions.endBeyond(userId, 5, minutes(10)), [])
        const ended = await sessions.endBeyond(userId, 3, minutes(10))
        assert.deepEqual(
          [...ended].sort(),
          made
            .slice(3)
            .map(({ id }) => id)
            .sort(),
        )
        assert.deepEqual(await sessions.list(userId, minutes(10)), made.slice(0, 3))
      },
    },
  ],
}
