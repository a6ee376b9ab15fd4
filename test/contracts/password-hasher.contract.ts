import assert from 'node:assert/strict'
import type { PasswordHasher } from '../../src/application/ports/password-hasher.js'
import { normalisePassword } from '../../src/domain/password.js'
import type { Contract } from './contract.js'

const password = normalisePassword('correct horse battery staple')

/** The shortest time of each, taken in turn: what else the machine does only ever adds to it. */
async function shortest(...works: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> {
  const times = works.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < 12; round += 1) {
    for (const [index, work] of works.entries()) {
      const begun = performance.now()
      await work()
      times[index] = Math.min(times[index] ?? 0, performance.now() - begun)
    }
  }
  return times
}

export const passwordHasherContract: Contract<PasswordHasher> = {
  port: 'PasswordHasher',
  rules: [
    {
      id: 'PH1',
      says: 'hashes with a salt, and accepts the whole password and no other',
      check: async (hasher) => {
        const hash = await hasher.hash(password)
        assert.notEqual(await hasher.hash(password), hash)
        assert.ok(await hasher.verify(hash, password))
        assert.ok(!(await hasher.verify(hash, normalisePassword('correct horse battery stapl'))))
        const long = 'x'.repeat(127)
        const ofLong = await hasher.hash(normalisePassword(`${long}a`))
        assert.ok(!(await hasher.verify(ofLong, normalisePassword(`${long}b`))))
      },
    },
    {
      id: 'PH2',
      says: 'refuses every password of somebody who does not exist, after as much work as for a wrong one',
      check: async (hasher) => {
        const hash = await hasher.hash(password)
        const wrong = normalisePassword('wrong password')
        assert.ok(!(await hasher.verify(null, password)))
        const [known = 0, unknown = 0] = await shortest(
          () => hasher.verify(hash, wrong),
          () => hasher.verify(null, wrong),
        )
        assert.ok(unknown > known / 2 && unknown < known * 2, `${unknown} ms, ${known} ms for a known one`)
      },
    },
    {
      id: 'PH3',
      says: 'asks for a new hash where there is none that took as much work as its own',
      check: async (hasher) => {
        assert.equal(hasher.needsRehash(await hasher.hash(password)), false)
        assert.equal(hasher.needsRehash(''), true)
      },
    },
  ],
}
