import assert from 'node:assert/strict'
import type { SessionReader } from '../../src/application/ports/session-reader.js'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import type { Suspensions } from '../../src/application/ports/suspensions.js'
import type { Contract } from './contract.js'
import { aSession, minutes, type SessionsSubject } from './session-repository.contract.js'
import { unknownId } from './world.js'

export interface SuspensionsSubject extends SessionsSubject<SessionRepository & SessionReader> {
  readonly suspensions: Suspensions
}

export const suspensionsContract: Contract<SuspensionsSubject> = {
  port: 'Suspensions',
  rules: [
    {
      id: 'SU1',
      says: 'ends every session, one that is opened afterwards too',
      async check({ suspensions, sessions, newAccount }) {
        const [userId, other] = [await newAccount(), await newAccount()]
        const [one, two, theirs, late] = [aSession(userId), aSession(userId), aSession(other), aSession(userId)]
        for (const session of [one, two, theirs]) await sessions.open(session)
        assert.deepEqual([...((await suspensions.suspend(userId, minutes(5))) ?? [])].sort(), [one.id, two.id].sort())
        await sessions.open(late)
        const live = await Promise.all([one, two, theirs, late].map(async ({ id }) => (await sessions.findLive(id)) !== null))
        assert.deepEqual(live, [false, false, true, false])
        assert.deepEqual(await suspensions.suspend(userId, minutes(6)), [late.id])
      },
    },
    {
      id: 'SU2',
      says: 'nobody has no account to suspend',
      async check({ suspensions }) {
        assert.equal(await suspensions.suspend(unknownId(), minutes(5)), null)
      },
    },
    {
      id: 'SU3',
      says: 'they may come back, with a new session',
      async check({ suspensions, sessions, newAccount }) {
        const userId = await newAccount()
        const [before, after] = [aSession(userId), aSession(userId)]
        await sessions.open(before)
        await suspensions.suspend(userId, minutes(5))
        assert.equal(await suspensions.lift(userId), true)
        await sessions.open(after)
        assert.equal(await sessions.findLive(before.id), null)
        assert.notEqual(await sessions.findLive(after.id), null)
        assert.equal(await suspensions.lift(unknownId()), false)
      },
    },
  ],
}
