import { describe, expect, it } from '@jest/globals'
import { BoundedQueue } from '../../src/application/bounded-queue.js'
import { Unavailable } from '../../src/domain/errors.js'

describe('BoundedQueue', () => {
  it('runs so many at a time, in order, also after one has failed and when others come later', async () => {
    const queue = new BoundedQueue(2, 10, 'Too many.')
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

  it('refuses at once who would wait behind too many', async () => {
    const queue = new BoundedQueue(1, 1, 'Too many.')
    const results = await Promise.allSettled([1, 2, 3].map((turn) => queue.run(async () => turn)))
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason))).toEqual([
      1,
      2,
      new Unavailable('Too many.'),
    ])
  })
})
