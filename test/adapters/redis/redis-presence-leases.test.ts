import { randomUUID } from 'node:crypto'
import { RedisPresenceLeases } from '../../../src/adapters/redis/redis-presence-leases.js'
import { presenceLeasesContract } from '../../contracts/presence-leases.contract.js'
import { redisUrl } from '../../support/redis.js'
import { requires } from '../../support/requires.js'
import { runContract } from '../../support/run-contract.js'
import { until } from '../../support/until.js'

requires('redis')('leases in Redis', () => {
  runContract(presenceLeasesContract, 'Redis', async () => {
    const namespace = `test-${randomUUID()}`
    const open = () =>
      new RedisPresenceLeases({ url: redisUrl, namespace, onError: () => undefined, lease: 1_500, absence: 300, socketsPerUser: 3 })
    const [one, other] = [open(), open()]
    await until('Redis answers', () =>
      Promise.all([one.statusesOf(['x' as never]), other.statusesOf(['x' as never])]).then(
        () => true,
        () => false,
      ),
    )
    return {
      subject: { one, other },
      dispose: async () => {
        for (const leases of [one, other]) leases.close()
      },
    }
  })
})
