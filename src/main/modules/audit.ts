import { ContainerModule } from 'inversify'
import type { Logger } from 'pino'
import { SocketGate } from '../../adapters/http/audit/socket-gate.js'
import { RequestLimits } from '../../adapters/http/limits/request-limits.js'
import type { PrismaClient } from '../../adapters/prisma/database.js'
import { PrismaSecurityEvents } from '../../adapters/prisma/prisma-security-events.js'
import { BatchedSecurityLog } from '../../application/audit/batched-security-log.js'
import type { Clock } from '../../application/ports/clock.js'
import type { IdGenerator } from '../../application/ports/id-generator.js'
import type { SecurityEvents, SecurityLog } from '../../application/ports/security-log.js'
import type { Timers } from '../../application/ports/timers.js'
import type { Config } from '../config.js'
import { writeSecurityEvent } from '../log.js'
import { T } from '../tokens.js'

/** What is remembered of everything that concerns somebody's safety. */
export const auditModule = new ContainerModule(({ bind }) => {
  bind(T.SecurityEvents).toResolvedValue((prisma: PrismaClient) => new PrismaSecurityEvents(prisma), [T.Prisma])
  bind(BatchedSecurityLog).toResolvedValue(
    (events: SecurityEvents, ids: IdGenerator, clock: Clock, timers: Timers, log: Logger) =>
      new BatchedSecurityLog({
        events,
        ids,
        clock,
        timers,
        write: (event) => writeSecurityEvent(log, event),
        onFault: (err, lost) => log.error({ err, lost }, 'security events could not be stored'),
      }),
    [T.SecurityEvents, T.IdGenerator, T.Clock, T.Timers, T.Log],
  )
  bind(T.SecurityLog).toService(BatchedSecurityLog)
  bind(SocketGate).toResolvedValue(
    (config: Config, limits: RequestLimits, securityLog: SecurityLog) =>
      new SocketGate({ limits: config.rateLimits ? limits : undefined, securityLog, trustProxy: config.trustProxy }),
    [T.Config, RequestLimits, T.SecurityLog],
  )
})
