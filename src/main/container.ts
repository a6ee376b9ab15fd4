import { Container } from 'inversify'
import type { Logger } from 'pino'
import type { PrismaClient } from '../adapters/prisma/database.js'
import type { VapidKeys } from '../adapters/web-push/vapid-keys.js'
import type { BlobStore } from '../application/ports/blob-store.js'
import type { Clock } from '../application/ports/clock.js'
import type { MessageBroadcaster } from '../application/ports/message-broadcaster.js'
import type { PageReader } from '../application/ports/page-reader.js'
import type { PresenceLeases } from '../application/ports/presence-leases.js'
import type { PushSender } from '../application/ports/push-sender.js'
import type { RateLimiter } from '../application/ports/rate-limiter.js'
import type { Timers } from '../application/ports/timers.js'
import type { Config } from './config.js'
import type { SigningKey } from './key-settings.js'
import { accountsModule } from './modules/accounts.js'
import { attachmentsModule } from './modules/attachments.js'
import { auditModule } from './modules/audit.js'
import { chatsModule } from './modules/chats.js'
import { credentialsModule } from './modules/credentials.js'
import { limitsModule } from './modules/limits.js'
import { moderationModule } from './modules/moderation.js'
import { notificationsModule } from './modules/notifications.js'
import { persistenceModule } from './modules/persistence.js'
import { presenceModule } from './modules/presence.js'
import { previewsModule } from './modules/previews.js'
import { realtimeModule } from './modules/realtime.js'
import { T } from './tokens.js'

/** What is opened before anything is wired: it takes time, or can fail. */
export interface Opened {
  readonly config: Config
  readonly log: Logger
  readonly signingKeys: readonly SigningKey[]
  readonly vapidKeys: VapidKeys
  readonly prisma: PrismaClient
  readonly clock: Clock
  readonly timers: Timers
  readonly broadcaster: MessageBroadcaster
  readonly rateLimiter: RateLimiter
  readonly presenceLeases: PresenceLeases
  readonly blobStore: BlobStore
  readonly pageReader: PageReader
  readonly pushSender: PushSender
  /** Milliseconds between a message and what is pushed of it. */
  readonly pushDelay: number
}

export function createContainer(opened: Opened): Container {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(T.Config).toConstantValue(opened.config)
  container.bind(T.Log).toConstantValue(opened.log)
  container.bind(T.SigningKeys).toConstantValue(opened.signingKeys)
  container.bind(T.VapidKeys).toConstantValue(opened.vapidKeys)
  container.bind(T.Prisma).toConstantValue(opened.prisma)
  container.bind(T.Clock).toConstantValue(opened.clock)
  container.bind(T.Timers).toConstantValue(opened.timers)
  container.bind(T.MessageBroadcaster).toConstantValue(opened.broadcaster)
  container.bind(T.RateLimiter).toConstantValue(opened.rateLimiter)
  container.bind(T.PresenceLeases).toConstantValue(opened.presenceLeases)
  container.bind(T.BlobStore).toConstantValue(opened.blobStore)
  container.bind(T.PageReader).toConstantValue(opened.pageReader)
  container.bind(T.PushSender).toConstantValue(opened.pushSender)
  container.bind(T.PushDelay).toConstantValue(opened.pushDelay)
  container.load(
    persistenceModule,
    attachmentsModule,
    accountsModule,
    credentialsModule,
    chatsModule,
    limitsModule,
    auditModule,
    previewsModule,
    realtimeModule,
    presenceModule,
    moderationModule,
    notificationsModule,
  )
  return container
}
