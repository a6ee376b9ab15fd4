import assert from 'node:assert/strict'
import type { PasswordHasher } from '../../src/application/ports/password-hasher.js'
import { normalisePassword } from '../../src/domain/password.js'
import type { Contract } from './contract.js'

const password = normalisePassword('correct horse battery staple')

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 7; round += 1) {
    const begun = performance.now()
    await work()
    times.push(performance.now() - begun)
  }
  return times.sort((a, b) => a - b)[3] ?? 0
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
        const [known, unknown] = [await medianOf(() => hasher.verify(hash, wrong)), await medianOf(() => hasher.verify(null, wrong))]
        assert.ok(unknown > known / 2 && unknown < known * 2, `${unknown} ms, ${known} ms for a known one`)
      },
    },
  ],
}
