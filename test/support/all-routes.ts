import { tmpdir } from 'node:os'
import type { Route } from '../../src/adapters/http/route.js'
import { InMemoryBlobStore } from '../../src/adapters/memory/in-memory-blob-store.js'
import { InProcessBus } from '../../src/adapters/memory/in-memory-broadcaster.js'
import { InMemoryPresence } from '../../src/adapters/memory/in-memory-presence-leases.js'
import { InMemoryRateLimiter } from '../../src/adapters/memory/in-memory-rate-limiter.js'
import { openPostgres } from '../../src/adapters/prisma/client.js'
import { SystemClock } from '../../src/adapters/system/system-clock.js'
import { SystemTimers } from '../../src/adapters/system/system-timers.js'
import { readConfig } from '../../src/main/config.js'
import { createContainer } from '../../src/main/container.js'
import { createLog } from '../../src/main/log.js'
import { allRoutes } from '../../src/main/routes.js'

/** The program's own table of routes, wired as it is when it runs. Nothing is opened for it. */
export function theRoutes(): readonly Route[] {
  const config = readConfig({ DATA_DIR: tmpdir(), DATABASE_URL: 'postgresql://nobody@localhost/none' })
  const timers = new SystemTimers()
  return allRoutes(
    createContainer({
      config,
      log: createLog('silent'),
      signingKeys: [{ kid: 'none', secret: 'x'.repeat(32) }],
      vapidKeys: { publicKey: 'none', privateKey: 'none' },
      prisma: openPostgres(config.databaseUrl ?? '').prisma,
      clock: new SystemClock(),
      timers,
      broadcaster: new InProcessBus(timers).node(),
      rateLimiter: new InMemoryRateLimiter(),
      presenceLeases: new InMemoryPresence(timers).node(),
      blobStore: new InMemoryBlobStore(),
      pageReader: { read: async () => null },
      pushSender: { send: async () => 'refused' },
      pushDelay: 0,
    }),
  )
}
