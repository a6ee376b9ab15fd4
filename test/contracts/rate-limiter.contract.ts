import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { RateLimiter } from '../../src/application/ports/rate-limiter.js'
import type { RateLimit, Take } from '../../src/domain/rate-limit.js'
import type { Contract } from './contract.js'

export interface RateLimiterSubject {
  /** Two nodes that count together; the same one twice, where there is only one. */
  readonly one: RateLimiter
  readonly other: RateLimiter
}

const aLimit = (points: number, seconds = 60): RateLimit => ({ name: `limit-${randomUUID()}`, points, seconds })

const takeMany = (limiters: readonly RateLimiter[], limit: RateLimit, count: number, key = 'ada'): Promise<readonly Take[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => limiters[index % limiters.length]?.take(limit, key) as Promise<Take>))

const allowedAmong = (takes: readonly Take[]) => takes.filter((take) => take.allowed).length

export const rateLimiterContract: Contract<RateLimiterSubject> = {
  port: 'RateLimiter',
  rules: [
    {
      id: 'RL1',
      says: 'allows of many takes at once, on two nodes, exactly as many as the limit has',
      check: async ({ one, other }) => {
        const limit = aLimit(7)
        assert.equal(allowedAmong(await takeMany([one, other], limit, 40)), 7)
        assert.equal(allowedAmong(await takeMany([one, other], limit, 4)), 0)
      },
    },
    {
      id: 'RL2',
      says: 'begins a window with the first take, prolongs it by none, and has the whole again after it',
      check: async ({ one }) => {
        const limit = aLimit(2, 1)
        const begun = performance.now()
        assert.equal(allowedAmong(await takeMany([one], limit, 5)), 2)
        let again = await one.take(limit, 'ada')
        while (!again.allowed && performance.now() - begun < 5_000) {
          await new Promise((resolve) => setTimeout(resolve, 20))
          again = await one.take(limit, 'ada')
        }
        const waited = performance.now() - begun
        assert.ok(waited > 900 && waited < 2_000, `the next window came after ${waited} ms`)
        assert.equal(again.remaining, 1)
      },
    },
    {
      id: 'RL3',
      says: 'counts each key and each limit by itself',
      check: async ({ one }) => {
        const [limit, another] = [aLimit(1), aLimit(1)]
        assert.equal(allowedAmong(await takeMany([one], limit, 2, 'ada')), 1)
        assert.equal(allowedAmong(await takeMany([one], limit, 2, 'bob')), 1)
        assert.equal(allowedAmong(await takeMany([one], another, 2, 'ada')), 1)
        assert.equal(allowedAmong(await takeMany([one], limit, 2, 'ada:\u2028\n*')), 1)
      },
    },
    {
      id: 'RL4',
      says: 'answers what is left, when the window is over, and which refusal was the first',
      check: async ({ one, other }) => {
        const limit = aLimit(2, 30)
        const takes: Take[] = []
        for (const limiter of [one, other, one, other]) takes.push(await limiter.take(limit, 'ada'))
        assert.deepEqual(
          takes.map(({ allowed, remaining, isFirstRefusal }) => [allowed, remaining, isFirstRefusal]),
          [
            [true, 1, false],
            [true, 0, false],
            [false, 0, true],
            [false, 0, false],
          ],
        )
        for (const { resetAfter } of takes) assert.ok(Number.isInteger(resetAfter) && resetAfter >= 28 && resetAfter <= 30)
      },
    },
    {
      id: 'RL5',
      says: 'takes again what was given back, on any node',
      check: async ({ one, other }) => {
        const limit = aLimit(1)
        await one.take(limit, 'ada')
        await other.giveBack(limit, 'ada')
        assert.equal(allowedAmong(await takeMany([one, other], limit, 3)), 1)
      },
    },
  ],
}
