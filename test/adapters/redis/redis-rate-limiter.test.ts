import { randomUUID } from 'node:crypto'
import { expect, it } from '@jest/globals'
import { RedisRateLimiter } from '../../../src/adapters/redis/redis-rate-limiter.js'
import type { RateLimit } from '../../../src/domain/rate-limit.js'
import { rateLimiterContract } from '../../contracts/rate-limiter.contract.js'
import { redisUrl } from '../../support/redis.js'
import { requires } from '../../support/requires.js'
import { runContract } from '../../support/run-contract.js'
import { TcpProxy } from '../../support/tcp-proxy.js'
import { until } from '../../support/until.js'

const open = async (url = redisUrl, namespace = `test-${randomUUID()}`) => {
  const errors: Error[] = []
  const limiter = new RedisRateLimiter({ url, namespace, onError: (error) => void errors.push(error) })
  await until('Redis is reached', () => limiter.isShared)
  return { limiter, errors, namespace }
}

requires('redis')('limits of several nodes', () => {
  runContract(rateLimiterContract, 'Redis', async () => {
    const { limiter: one, namespace } = await open()
    const { limiter: other } = await open(redisUrl, namespace)
    return {
      subject: { one, other },
      dispose: async () => {
        for (const limiter of [one, other]) limiter.close()
      },
    }
  })

  const limit: RateLimit = { name: 'send', points: 3, seconds: 30 }

  it.each(['silence', 'shut'] as const)(
    'S69 F9 counts alone and at once while Redis is away (%s), and together when it is back',
    async (fault) => {
      const proxy = await TcpProxy.to(redisUrl)
      const { limiter, namespace } = await open(proxy.url)
      const { limiter: peer } = await open(redisUrl, namespace)
      await limiter.take(limit, 'ada')
      proxy[fault]()
      const allowed: boolean[] = []
      for (let count = 0; count < 10; count += 1) {
        const begun = performance.now()
        allowed.push((await limiter.take(limit, 'ada')).allowed)
        expect(performance.now() - begun).toBeLessThan(500)
      }
      expect(allowed.filter(Boolean)).toHaveLength(3)
      proxy.heal()
      await until('they count together', () => limiter.isShared)
      expect([(await peer.take(limit, 'ada')).remaining, (await limiter.take(limit, 'ada')).remaining]).toEqual([1, 0])
      for (const node of [limiter, peer]) node.close()
      await proxy.close()
    },
  )

  it('S70 leaves nothing behind in Redis but what expires', async () => {
    const { limiter, namespace } = await open()
    await limiter.take({ ...limit, seconds: 86_400 }, 'ada')
    await limiter.giveBack(limit, 'bob')
    const { Redis } = await import('ioredis')
    const redis = new Redis(redisUrl)
    const keys = await redis.keys(`${namespace}:*`)
    expect(keys).toHaveLength(2)
    for (const key of keys) expect(await redis.ttl(key)).toBeGreaterThan(0)
    redis.disconnect()
    limiter.close()
  })
})
