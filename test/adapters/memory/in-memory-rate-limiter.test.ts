import { expect, it, jest } from '@jest/globals'
import { InMemoryRateLimiter } from '../../../src/adapters/memory/in-memory-rate-limiter.js'
import { rateLimiterContract } from '../../contracts/rate-limiter.contract.js'
import { runContract } from '../../support/run-contract.js'
import { until } from '../../support/until.js'

runContract(rateLimiterContract, 'memory', async () => {
  const limiter = new InMemoryRateLimiter()
  return { subject: { one: limiter, other: limiter }, dispose: async () => undefined }
})

it.each([-3_600_000, 3_600_000])('S70 locks nobody out when the clock jumps by %d ms', async (jump) => {
  const limiter = new InMemoryRateLimiter()
  const limit = { name: 'send', points: 1, seconds: 1 }
  await limiter.take(limit, 'ada')
  const real = Date.now.bind(Date)
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => real() + jump)
  expect((await limiter.take(limit, 'ada')).resetAfter).toBe(1)
  await until('the window is over', async () => (await limiter.take(limit, 'ada')).allowed, 2_000)
  clock.mockRestore()
})
