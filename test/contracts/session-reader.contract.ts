import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { SessionReader } from '../../src/application/ports/session-reader.js'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import type { SessionId, UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import { aSession, minutes, type SessionsSubject } from './session-repository.contract.js'

export interface SessionReaderSubject extends SessionsSubject<SessionReader & SessionRepository> {
  disable(userId: UserId): Promise<void>
}

export const sessionReaderContract: Contract<SessionReaderSubject> = {
  port: 'SessionReader',
  rules: [
    {
      id: 'SD1',
      says: 'finds a session that lives, and none that has ended, never was, or is of a disabled account',
      check: async ({ sessions, newAccount, disable }) => {
        const [ended, other] = [aSession(await newAccount()), aSession(await newAccount(), { generation: 2, confirmedAt: minutes(1) })]
        await sessions.open(ended)
        await sessions.open(other)
        const { id, accountId: userId, expiresAt } = ended
        assert.deepEqual(await sessions.findLive(id), { id, userId, generation: 0, confirmed: false, expiresAt })
        await sessions.end(id, minutes(1))
        assert.equal(await sessions.findLive(id), null)
        assert.deepEqual(await sessions.findLive(other.id), {
          id: other.id,
          userId: other.accountId,
          generation: 2,
          confirmed: true,
          expiresAt,
        })
        await disable(other.accountId)
        assert.equal(await sessions.findLive(other.id), null)
        assert.equal(await sessions.findLive(randomUUID() as SessionId), null)
      },
    },
    {
      id: 'SD2',
      says: 'notes the first use of the newest generation, and nothing else',
      check: async ({ sessions, newAccount }) => {
        const session = aSession(await newAccount(), { generation: 1 })
        await sessions.open(session)
        await sessions.confirm(session.id, 0, minutes(1))
        await sessions.confirm(session.id, 2, minutes(1))
        await sessions.confirm(randomUUID() as SessionId, 1, minutes(1))
        assert.equal((await sessions.find(session.id))?.confirmedAt, null)
        await sessions.confirm(session.id, 1, minutes(2))
        await sessions.confirm(session.id, 1, minutes(3))
        assert.deepEqual((await sessions.find(session.id))?.confirmedAt, minutes(2))
        assert.equal((await sessions.findLive(session.id))?.confirmed, true)
        await sessions.rotate(session.id, 1, { refreshHash: 'hash', at: minutes(4), accessExpiresAt: minutes(20) })
        assert.equal((await sessions.findLive(session.id))?.confirmed, false)
      },
    },
  ],
}
