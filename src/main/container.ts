import { Container } from 'inversify'
import type { Logger } from 'pino'
import type { PrismaClient } from '../adapters/prisma/database.js'
import type { MessageBroadcaster } from '../application/ports/message-broadcaster.js'
import type { RateLimiter } from '../application/ports/rate-limiter.js'
import type { Config, SigningKey } from './config.js'
import { accountsModule } from './modules/accounts.js'
import { auditModule } from './modules/audit.js'
import { chatsModule } from './modules/chats.js'
import { credentialsModule } from './modules/credentials.js'
import { limitsModule } from './modules/limits.js'
import { persistenceModule } from './modules/persistence.js'
import { realtimeModule } from './modules/realtime.js'
import { T } from './tokens.js'

/** What is opened before anything is wired: it takes time, or can fail. */
export interface Opened {
  readonly config: Config
  readonly log: Logger
  readonly signingKeys: readonly SigningKey[]
  readonly prisma: PrismaClient
  readonly broadcaster: MessageBroadcaster
  readonly rateLimiter: RateLimiter
}

export function createContainer({ config, log, signingKeys, prisma, broadcaster, rateLimiter }: Opened): Container {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(T.Config).toConstantValue(config)
  container.bind(T.Log).toConstantValue(log)
  container.bind(T.SigningKeys).toConstantValue(signingKeys)
  container.bind(T.Prisma).toConstantValue(prisma)
  container.bind(T.MessageBroadcaster).toConstantValue(broadcaster)
  container.bind(T.RateLimiter).toConstantValue(rateLimiter)
  container.load(persistenceModule, accountsModule, credentialsModule, chatsModule, limitsModule, auditModule, realtimeModule)
  return container
}
