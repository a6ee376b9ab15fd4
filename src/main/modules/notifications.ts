import { ContainerModule } from 'inversify'
import type { Logger } from 'pino'
import type { PrismaClient } from '../../adapters/prisma/database.js'
import { PrismaNotificationPreferences } from '../../adapters/prisma/prisma-notification-preferences.js'
import { PrismaPushQueue } from '../../adapters/prisma/prisma-push-queue.js'
import { PrismaPushSubscriptions } from '../../adapters/prisma/prisma-push-subscriptions.js'
import { PushWorker } from '../../application/notifications/push-worker.js'
import { SendPushes } from '../../application/notifications/send-pushes.js'
import { SubscribeToPushes } from '../../application/notifications/subscribe-to-pushes.js'
import type { Clock } from '../../application/ports/clock.js'
import type { IdGenerator } from '../../application/ports/id-generator.js'
import type { PresenceLeases } from '../../application/ports/presence-leases.js'
import type { PushQueue } from '../../application/ports/push-queue.js'
import type { PushSender } from '../../application/ports/push-sender.js'
import type { PushSubscriptions } from '../../application/ports/push-subscriptions.js'
import type { Timers } from '../../application/ports/timers.js'
import { T } from '../tokens.js'

/** What reaches people while they are offline. */
export const notificationsModule = new ContainerModule(({ bind }) => {
  bind(T.NotificationPreferences).toResolvedValue((prisma: PrismaClient) => new PrismaNotificationPreferences(prisma), [T.Prisma])
  bind(T.PushSubscriptions).toResolvedValue((prisma: PrismaClient) => new PrismaPushSubscriptions(prisma), [T.Prisma])
  bind(T.PushQueue).toResolvedValue((prisma: PrismaClient) => new PrismaPushQueue(prisma), [T.Prisma])
  bind(SubscribeToPushes).toResolvedValue(
    (subscriptions: PushSubscriptions, ids: IdGenerator, clock: Clock) => new SubscribeToPushes(subscriptions, ids, clock),
    [T.PushSubscriptions, T.IdGenerator, T.Clock],
  )
  bind(SendPushes).toResolvedValue(
    (queue: PushQueue, sender: PushSender, leases: PresenceLeases, clock: Clock, delay: number) =>
      new SendPushes(queue, sender, leases, clock, delay),
    [T.PushQueue, T.PushSender, T.PresenceLeases, T.Clock, T.PushDelay],
  )
  bind(PushWorker).toResolvedValue(
    (queue: PushQueue, pushes: SendPushes, clock: Clock, timers: Timers, delay: number, log: Logger) =>
      new PushWorker({ queue, pushes, clock, timers, delay, onFailure: (err) => log.warn({ err }, 'people could not be notified') }),
    [T.PushQueue, SendPushes, T.Clock, T.Timers, T.PushDelay, T.Log],
  )
})
