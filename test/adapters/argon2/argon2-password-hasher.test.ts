import { describe, expect, it } from '@jest/globals'
import { Argon2PasswordHasher } from '../../../src/adapters/argon2/argon2-password-hasher.js'
import { Unavailable } from '../../../src/domain/errors.js'
import { normalisePassword } from '../../../src/domain/password.js'
import { passwordHasherContract } from '../../contracts/password-hasher.contract.js'
import { runContract } from '../../support/run-contract.js'

runContract(passwordHasherContract, 'argon2', async () => ({ subject: new Argon2PasswordHasher(), dispose: async () => undefined }))

describe('Argon2PasswordHasher', () => {
  it('S56 stores argon2id at no less than 19 MiB, two passes', async () => {
    const hash = await new Argon2PasswordHasher().hash(normalisePassword('correct horse'))
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22,}\$[^$]{43}$/)
  })

  it('S57 refuses at once what would wait behind too many, and goes on with the others', async () => {
    const hasher = new Argon2PasswordHasher({ concurrency: 1, waiting: 2 })
    const attempts = Array.from({ length: 5 }, () => hasher.hash(normalisePassword('correct horse')))
    const results = await Promise.allSettled(attempts)
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))).toEqual([
      expect.any(Unavailable),
      expect.any(Unavailable),
    ])
    await expect(hasher.hash(normalisePassword('correct horse'))).resolves.toBeDefined()
  })
})
