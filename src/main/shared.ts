import type { Logger } from 'pino'
import { InProcessBus } from '../adapters/memory/in-memory-broadcaster.js'
import { InMemoryPresence } from '../adapters/memory/in-memory-presence-leases.js'
import { InMemoryRateLimiter } from '../adapters/memory/in-memory-rate-limiter.js'
import { RedisBroadcaster } from '../adapters/redis/redis-broadcaster.js'
import { RedisPresenceLeases } from '../adapters/redis/redis-presence-leases.js'
import { RedisRateLimiter } from '../adapters/redis/redis-rate-limiter.js'
import type { Timers } from '../application/ports/timers.js'
import type { Config } from './config.js'
import type { Opened } from './container.js'
import type { SigningKey } from './key-settings.js'
import type { Lifecycle } from './lifecycle.js'

type Shared = Pick<Opened, 'broadcaster' | 'rateLimiter' | 'presenceLeases'>

/** What the nodes have in common beside the database; without Redis this node is the only one. */
export async function openShared(
  { redisUrl: url }: Config,
  keys: readonly SigningKey[],
  life: Lifecycle,
  log: Logger,
  timers: Timers,
  namespace: string,
): Promise<Shared> {
  if (url === null) {
    const broadcaster = life.own('the bus', new InProcessBus(timers).node(), (opened) => opened.close())
    return { broadcaster, rateLimiter: new InMemoryRateLimiter(), presenceLeases: new InMemoryPresence(timers).node() }
  }
  const options = { url, namespace, onError: (err: Error) => log.warn({ err }, 'the bus to the other nodes is troubled') }
  return {
    broadcaster: life.own('the bus', await RedisBroadcaster.open({ ...options, secrets: keys.map(({ secret }) => secret) }), (opened) =>
      opened.close(),
    ),
    rateLimiter: life.own('the limits', new RedisRateLimiter(options), (opened) => opened.close()),
    presenceLeases: life.own('the leases', new RedisPresenceLeases(options), (opened) => opened.close()),
  }
}
