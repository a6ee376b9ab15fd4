import { describe, expect, it } from '@jest/globals'
import { Argon2PasswordHasher } from '../../../src/adapters/argon2/argon2-password-hasher.js'
import { BoundedQueue } from '../../../src/adapters/argon2/bounded-queue.js'
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

describe('BoundedQueue', () => {
  it('runs so many at a time, in order, also after one has failed and when others come later', async () => {
    const queue = new BoundedQueue(2, 10)
    const log: string[] = []
    const finish: (() => void)[] = []
    let running = 0
    let most = 0
    const add = (name: string) =>
      queue.run(async () => {
        running += 1
        most = Math.max(most, running)
        log.push(name)
        await new Promise<void>((resolve) => finish.push(resolve))
        running -= 1
        if (name === 'b') throw new Error('b failed')
      })
    const finishOne = async () => {
      while (finish.length === 0) await Promise.resolve()
      finish.shift()?.()
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    }
    const results = ['a', 'b', 'c', 'd'].map((name) => add(name))
    await finishOne()
    results.push(add('e'), add('f'))
    for (let count = 0; count < 5; count += 1) await finishOne()
    const statuses = (await Promise.allSettled(results)).map(({ status }) => status)
    expect(statuses).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'])
    expect(log).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(most).toBe(2)
  })
})
