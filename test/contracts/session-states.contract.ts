import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import type { SessionStates } from '../../src/application/ports/session-states.js'
import type { SessionId, UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import { aSession, minutes, type SessionsSubject } from './session-repository.contract.js'

export interface SessionStatesSubject extends SessionsSubject<SessionStates & SessionRepository> {
  disable(userId: UserId): Promise<void>
}

export const sessionStatesContract: Contract<SessionStatesSubject> = {
  port: 'SessionStates',
  rules: [
    {
      id: 'SS1',
      says: 'tells until when the newest access token of each live session is good',
      check: async ({ sessions, newAccount }) => {
        const userId = await newAccount()
        const [one, other, third] = [aSession(userId), aSession(userId), aSession(userId)]
        for (const session of [one, other, third]) await sessions.open(session)
        await sessions.rotate(other.id, 0, { refreshHash: 'hash', at: minutes(10), accessExpiresAt: minutes(25) })
        assert.deepEqual(
          await sessions.liveAmong([one.id, other.id]),
          new Map([
            [one.id, minutes(15)],
            [other.id, minutes(25)],
          ]),
        )
      },
    },
    {
      id: 'SS2',
      says: 'leaves out what has ended, is unknown or disabled, however many are asked for',
      check: async ({ sessions, newAccount, disable }) => {
        const [ended, disabled, live] = [aSession(await newAccount()), aSession(await newAccount()), aSession(await newAccount())]
        for (const session of [ended, disabled, live]) await sessions.open(session)
        await sessions.end(ended.id, minutes(1))
        await disable(disabled.accountId)
        const unknown = Array.from({ length: 40_000 }, () => randomUUID() as SessionId)
        const found = await sessions.liveAmong([ended.id, disabled.id, ...unknown, live.id])
        assert.deepEqual([...found.keys()], [live.id])
        assert.equal((await sessions.liveAmong([])).size, 0)
      },
    },
  ],
}
