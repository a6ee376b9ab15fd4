import { ContainerModule } from 'inversify'
import type { PrismaClient } from '../../adapters/prisma/database.js'
import { PrismaAccountEraser } from '../../adapters/prisma/prisma-account-eraser.js'
import { PrismaAccountRepository } from '../../adapters/prisma/prisma-account-repository.js'
import { PrismaChangeLog } from '../../adapters/prisma/prisma-change-log.js'
import { PrismaChangeReader } from '../../adapters/prisma/prisma-change-reader.js'
import { PrismaChatHeads } from '../../adapters/prisma/prisma-chat-heads.js'
import { PrismaChatReader } from '../../adapters/prisma/prisma-chat-reader.js'
import { PrismaCredentialRepository } from '../../adapters/prisma/prisma-credential-repository.js'
import { PrismaEmailChanges } from '../../adapters/prisma/prisma-email-changes.js'
import { PrismaMailOutbox } from '../../adapters/prisma/prisma-mail-outbox.js'
import { PrismaMessageRepository } from '../../adapters/prisma/prisma-message-repository.js'
import { PrismaPersonalData } from '../../adapters/prisma/prisma-personal-data.js'
import { PrismaProfileRepository } from '../../adapters/prisma/prisma-profile-repository.js'
import { PrismaReadMarks } from '../../adapters/prisma/prisma-read-marks.js'
import { PrismaSessionRepository } from '../../adapters/prisma/prisma-session-repository.js'
import { PrismaSignInAddresses } from '../../adapters/prisma/prisma-sign-in-addresses.js'
import { PrismaUnitOfWork } from '../../adapters/prisma/prisma-unit-of-work.js'
import { PrismaUserDirectory } from '../../adapters/prisma/prisma-user-directory.js'
import { CryptoSecrets } from '../../adapters/system/crypto-secrets.js'
import { SystemClock } from '../../adapters/system/system-clock.js'
import { SystemTimers } from '../../adapters/system/system-timers.js'
import { UuidV7Generator } from '../../adapters/system/uuid-v7-generator.js'
import { T } from '../tokens.js'

/** Everything that is kept, in PostgreSQL through Prisma; and the system's clock, timers, ids and randomness. */
export const persistenceModule = new ContainerModule(({ bind }) => {
  bind(T.Clock).toResolvedValue(() => new SystemClock(), [])
  bind(T.Timers).toResolvedValue(() => new SystemTimers(), [])
  bind(T.IdGenerator).toResolvedValue(() => new UuidV7Generator(), [])
  bind(T.Secrets).toResolvedValue(() => new CryptoSecrets(), [])
  bind(T.AccountEraser).toResolvedValue((prisma: PrismaClient) => new PrismaAccountEraser(prisma), [T.Prisma])
  bind(T.AccountRepository).toResolvedValue((prisma: PrismaClient) => new PrismaAccountRepository(prisma), [T.Prisma])
  bind(T.ChangeLog).toResolvedValue((prisma: PrismaClient) => new PrismaChangeLog(prisma), [T.Prisma])
  bind(T.ChangeReader).toResolvedValue((prisma: PrismaClient) => new PrismaChangeReader(prisma), [T.Prisma])
  bind(T.ChatHeads).toResolvedValue((prisma: PrismaClient) => new PrismaChatHeads(prisma), [T.Prisma])
  bind(T.ChatReader).toResolvedValue((prisma: PrismaClient) => new PrismaChatReader(prisma), [T.Prisma])
  bind(T.CredentialRepository).toResolvedValue((prisma: PrismaClient) => new PrismaCredentialRepository(prisma), [T.Prisma])
  bind(T.EmailChanges).toResolvedValue((prisma: PrismaClient) => new PrismaEmailChanges(prisma), [T.Prisma])
  bind(T.MailOutbox).toResolvedValue((prisma: PrismaClient) => new PrismaMailOutbox(prisma), [T.Prisma])
  bind(T.MessageRepository).toResolvedValue((prisma: PrismaClient) => new PrismaMessageRepository(prisma), [T.Prisma])
  bind(T.PersonalData).toResolvedValue((prisma: PrismaClient) => new PrismaPersonalData(prisma), [T.Prisma])
  bind(T.ProfileRepository).toResolvedValue((prisma: PrismaClient) => new PrismaProfileRepository(prisma), [T.Prisma])
  bind(T.ReadMarks).toResolvedValue((prisma: PrismaClient) => new PrismaReadMarks(prisma), [T.Prisma])
  bind(PrismaSessionRepository).toResolvedValue((prisma: PrismaClient) => new PrismaSessionRepository(prisma), [T.Prisma])
  bind(T.SessionRepository).toService(PrismaSessionRepository)
  bind(T.SessionDirectory).toService(PrismaSessionRepository)
  bind(T.SessionReader).toService(PrismaSessionRepository)
  bind(T.SessionStates).toService(PrismaSessionRepository)
  bind(T.SignInAddresses).toResolvedValue((prisma: PrismaClient) => new PrismaSignInAddresses(prisma), [T.Prisma])
  bind(T.UnitOfWork).toResolvedValue((prisma: PrismaClient) => new PrismaUnitOfWork(prisma), [T.Prisma])
  bind(T.UserDirectory).toResolvedValue((prisma: PrismaClient) => new PrismaUserDirectory(prisma), [T.Prisma])
})
