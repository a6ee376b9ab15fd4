import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import type { SignInAddresses } from '../../src/application/ports/sign-in-addresses.js'
import { type Email, parseEmail } from '../../src/domain/email.js'
import type { UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import { aSession, minutes } from './session-repository.contract.js'

export interface SignInAddressesSubject {
  readonly addresses: SignInAddresses
  readonly sessions: Pick<SessionRepository, 'open' | 'end'>
  /** A verified one, whose password is the one it signed up with. */
  newAccount(): Promise<{ readonly id: UserId; readonly email: Email }>
  changePassword(id: UserId, at: Date): Promise<void>
}

export const signInAddressesContract: Contract<SignInAddressesSubject> = {
  port: 'SignInAddresses',
  rules: [
    {
      id: 'SA1',
      says: "lists where an account's sessions began, the latest first and each once",
      check: async ({ addresses, sessions, newAccount }) => {
        const [ada, bob] = [await newAccount(), await newAccount()]
        const places = ['192.0.2.1', '2001:db8::1', '192.0.2.1', null, '192.0.2.3']
        for (const [index, ip] of places.entries()) await sessions.open(aSession(ada.id, { ip, createdAt: minutes(index) }))
        const ended = aSession(ada.id, { ip: '192.0.2.4', createdAt: minutes(-5) })
        await sessions.open(ended)
        await sessions.end(ended.id, minutes(9))
        assert.deepEqual(await addresses.latest(ada.email, 10), ['192.0.2.3', '192.0.2.1', '2001:db8::1', '192.0.2.4'])
        assert.deepEqual(await addresses.latest(ada.email, 2), ['192.0.2.3', '192.0.2.1'])
        assert.deepEqual(await addresses.latest(bob.email, 10), [])
        assert.deepEqual(await addresses.latest(parseEmail(`${randomUUID()}@example.com`), 10), [])
      },
    },
    {
      id: 'SA2',
      says: 'knows when a password was changed, and of none that never was',
      check: async ({ addresses, newAccount, changePassword }) => {
        const [ada, bob] = [await newAccount(), await newAccount()]
        await changePassword(ada.id, minutes(600))
        assert.deepEqual(await addresses.passwordChangedAt(ada.email), minutes(600))
        assert.equal(await addresses.passwordChangedAt(bob.email), null)
        assert.equal(await addresses.passwordChangedAt(parseEmail(`${randomUUID()}@example.com`)), null)
      },
    },
  ],
}
