import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { RedisPresenceLeases } from '../../../src/adapters/redis/redis-presence-leases.js'
import { RedisRateLimiter } from '../../../src/adapters/redis/redis-rate-limiter.js'
import { placeOf } from '../../../src/adapters/redis/redis-url.js'
import { messageBroadcasterContract } from '../../contracts/message-broadcaster.contract.js'
import { presenceLeasesContract } from '../../contracts/presence-leases.contract.js'
import { rateLimiterContract } from '../../contracts/rate-limiter.contract.js'
import { openRedisNode } from '../../support/redis.js'
import { startRedisCluster } from '../../support/redis-cluster.js'
import { requires } from '../../support/requires.js'
import { runContract } from '../../support/run-contract.js'
import { until } from '../../support/until.js'

describe('the address of a Redis', () => {
  it('is one server, sentinels and a name, or nodes of a cluster', () => {
    expect(placeOf('rediss://u:p@redis.example:6380/1')).toEqual({ kind: 'one', url: 'rediss://u:p@redis.example:6380/1' })
    expect(placeOf('redis+sentinel://u:p%40@one:26380,two/master')).toEqual({
      kind: 'sentinels',
      hosts: [
        { host: 'one', port: 26_380 },
        { host: 'two', port: 26_379 },
      ],
      name: 'master',
      login: { username: 'u', password: 'p@' },
    })
    expect(placeOf('redis+cluster://10.0.0.1:7000,[::1]:7001')).toEqual({
      kind: 'cluster',
      hosts: [
        { host: '10.0.0.1', port: 7000 },
        { host: '::1', port: 7001 },
      ],
      login: {},
    })
  })

  it.each(['', 'http://x', 'redis+cluster://', 'redis+cluster://a:b', 'redis+cluster://a/0', 'redis+sentinel://a:1', 'redis+other://a'])(
    'is not %p',
    (text) => {
      expect(placeOf(text)).toBeNull()
    },
  )
})

requires('redis')('a Redis Cluster of three masters', () => {
  let cluster: Awaited<ReturnType<typeof startRedisCluster>>

  beforeAll(async () => {
    cluster = await startRedisCluster()
  }, 60_000)
  afterAll(() => cluster?.stop())

  runContract(messageBroadcasterContract, 'a cluster', async () => {
    const one = await openRedisNode({ url: cluster.url })
    const other = await openRedisNode({ url: cluster.url, namespace: one.namespace })
    await until('both reach it', () => one.broadcaster.isHealthy() && other.broadcaster.isHealthy())
    return {
      subject: { one, other },
      dispose: async () => {
        for (const { broadcaster } of [one, other]) await broadcaster.close()
      },
    }
  })

  it('F11 tells a node whose listening connections broke that it was deaf, and it hears again', async () => {
    const { broadcaster, receiver } = await openRedisNode({ url: cluster.url })
    await until('it is reached', () => broadcaster.isHealthy())
    await Promise.all(Array.from({ length: 30 }, (_, nth) => broadcaster.join(`user:${nth}` as never)))
    const before = receiver.interruptions
    await cluster.cutSubscribers()
    await until('it was told', () => receiver.interruptions > before && broadcaster.isHealthy())
    expect(broadcaster.counts.interruptions).toBeGreaterThan(0)
    await broadcaster.close()
  })

  runContract(presenceLeasesContract, 'a cluster', async () => {
    const options = { url: cluster.url, namespace: `test-${randomUUID()}`, onError: () => undefined }
    const open = () => new RedisPresenceLeases({ ...options, lease: 1_500, absence: 300, socketsPerUser: 3 })
    const [one, other] = [open(), open()]
    const answers = (leases: RedisPresenceLeases) =>
      leases.renew().then(
        () => true,
        () => false,
      )
    await until('both answer', async () => (await answers(one)) && (await answers(other)))
    return {
      subject: { one, other },
      dispose: async () => {
        for (const leases of [one, other]) leases.close()
      },
    }
  })

  runContract(rateLimiterContract, 'a cluster', async () => {
    const options = { url: cluster.url, namespace: `test-${randomUUID()}`, onError: () => undefined }
    const [one, other] = [new RedisRateLimiter(options), new RedisRateLimiter(options)]
    // Every master has been asked once: the first call to each waits for its connection.
    const warm = async (limiter: RedisRateLimiter) => {
      const limit = { name: 'warm', points: 1_000_000, seconds: 60 }
      for (let key = 0; key < 20; key += 1) await limiter.take(limit, String(key))
      return limiter.isShared
    }
    await until('both count together', async () => (await warm(one)) && (await warm(other)), 20_000)
    return {
      subject: { one, other },
      dispose: async () => {
        for (const limiter of [one, other]) limiter.close()
      },
    }
  })
})
