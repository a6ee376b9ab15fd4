import { ContainerModule } from 'inversify'
import type { PrismaClient } from '../../adapters/prisma/database.js'
import { PrismaAccountEraser } from '../../adapters/prisma/prisma-account-eraser.js'
import { PrismaAccountRepository } from '../../adapters/prisma/prisma-account-repository.js'
import { PrismaBans } from '../../adapters/prisma/prisma-bans.js'
import { PrismaBlocks } from '../../adapters/prisma/prisma-blocks.js'
import { PrismaChangeLog } from '../../adapters/prisma/prisma-change-log.js'
import { PrismaChangeReader } from '../../adapters/prisma/prisma-change-reader.js'
import { PrismaChatHeads } from '../../adapters/prisma/prisma-chat-heads.js'
import { PrismaChatPreferences } from '../../adapters/prisma/prisma-chat-preferences.js'
import { PrismaChatReader } from '../../adapters/prisma/prisma-chat-reader.js'
import { PrismaCredentialRepository } from '../../adapters/prisma/prisma-credential-repository.js'
import { PrismaEmailChanges } from '../../adapters/prisma/prisma-email-changes.js'
import { PrismaInvites } from '../../adapters/prisma/prisma-invites.js'
import { PrismaMailOutbox } from '../../adapters/prisma/prisma-mail-outbox.js'
import { PrismaMessageLists } from '../../adapters/prisma/prisma-message-lists.js'
import { PrismaMessageRepository } from '../../adapters/prisma/prisma-message-repository.js'
import { PrismaPersonalData } from '../../adapters/prisma/prisma-personal-data.js'
import { PrismaPresenceDirectory } from '../../adapters/prisma/prisma-presence-directory.js'
import { PrismaProfileRepository } from '../../adapters/prisma/prisma-profile-repository.js'
import { PrismaReadMarks } from '../../adapters/prisma/prisma-read-marks.js'
import { PrismaSessionRepository } from '../../adapters/prisma/prisma-session-repository.js'
import { PrismaSignInAddresses } from '../../adapters/prisma/prisma-sign-in-addresses.js'
import { PrismaThreadFollows } from '../../adapters/prisma/prisma-thread-follows.js'
import { PrismaUnitOfWork } from '../../adapters/prisma/prisma-unit-of-work.js'
import { PrismaUserChanges } from '../../adapters/prisma/prisma-user-changes.js'
import { PrismaUserDirectory } from '../../adapters/prisma/prisma-user-directory.js'
import { PrismaMessageSearch } from '../../adapters/prisma/search/prisma-message-search.js'
import { CryptoSecrets } from '../../adapters/system/crypto-secrets.js'
import { UuidV7Generator } from '../../adapters/system/uuid-v7-generator.js'
import { T } from '../tokens.js'

/** Everything that is kept, in PostgreSQL through Prisma; and ids and randomness. */
export const persistenceModule = new ContainerModule(({ bind }) => {
  bind(T.IdGenerator).toResolvedValue(() => new UuidV7Generator(), [])
  bind(T.Secrets).toResolvedValue(() => new CryptoSecrets(), [])
  bind(T.AccountEraser).toResolvedValue((prisma: PrismaClient) => new PrismaAccountEraser(prisma), [T.Prisma])
  bind(T.AccountRepository).toResolvedValue((prisma: PrismaClient) => new PrismaAccountRepository(prisma), [T.Prisma])
  bind(T.BanReader).toResolvedValue((prisma: PrismaClient) => new PrismaBans(prisma), [T.Prisma])
  bind(T.Blocks).toResolvedValue((prisma: PrismaClient) => new PrismaBlocks(prisma), [T.Prisma])
  bind(T.ChangeLog).toResolvedValue((prisma: PrismaClient) => new PrismaChangeLog(prisma), [T.Prisma])
  bind(T.ChangeReader).toResolvedValue((prisma: PrismaClient) => new PrismaChangeReader(prisma), [T.Prisma])
  bind(T.ChatHeads).toResolvedValue((prisma: PrismaClient) => new PrismaChatHeads(prisma), [T.Prisma])
  bind(T.ChatPreferences).toResolvedValue((prisma: PrismaClient) => new PrismaChatPreferences(prisma), [T.Prisma])
  bind(T.ChatReader).toResolvedValue((prisma: PrismaClient) => new PrismaChatReader(prisma), [T.Prisma])
  bind(T.CredentialRepository).toResolvedValue((prisma: PrismaClient) => new PrismaCredentialRepository(prisma), [T.Prisma])
  bind(T.EmailChanges).toResolvedValue((prisma: PrismaClient) => new PrismaEmailChanges(prisma), [T.Prisma])
  bind(T.InviteReader).toResolvedValue((prisma: PrismaClient) => new PrismaInvites(prisma), [T.Prisma])
  bind(T.MailOutbox).toResolvedValue((prisma: PrismaClient) => new PrismaMailOutbox(prisma), [T.Prisma])
  bind(T.MessageLists).toResolvedValue((prisma: PrismaClient) => new PrismaMessageLists(prisma), [T.Prisma])
  bind(T.MessageRepository).toResolvedValue((prisma: PrismaClient) => new PrismaMessageRepository(prisma), [T.Prisma])
  bind(T.MessageSearch).toResolvedValue((prisma: PrismaClient) => new PrismaMessageSearch(prisma), [T.Prisma])
  bind(T.PersonalData).toResolvedValue((prisma: PrismaClient) => new PrismaPersonalData(prisma), [T.Prisma])
  bind(T.PresenceDirectory).toResolvedValue((prisma: PrismaClient) => new PrismaPresenceDirectory(prisma), [T.Prisma])
  bind(T.ProfileRepository).toResolvedValue((prisma: PrismaClient) => new PrismaProfileRepository(prisma), [T.Prisma])
  bind(T.ReadMarks).toResolvedValue((prisma: PrismaClient) => new PrismaReadMarks(prisma), [T.Prisma])
  bind(PrismaSessionRepository).toResolvedValue((prisma: PrismaClient) => new PrismaSessionRepository(prisma), [T.Prisma])
  bind(T.SessionRepository).toService(PrismaSessionRepository)
  bind(T.SessionDirectory).toService(PrismaSessionRepository)
  bind(T.SessionReader).toService(PrismaSessionRepository)
  bind(T.SessionStates).toService(PrismaSessionRepository)
  bind(T.SignInAddresses).toResolvedValue((prisma: PrismaClient) => new PrismaSignInAddresses(prisma), [T.Prisma])
  bind(T.ThreadFollows).toResolvedValue((prisma: PrismaClient) => new PrismaThreadFollows(prisma), [T.Prisma])
  bind(T.UnitOfWork).toResolvedValue((prisma: PrismaClient) => new PrismaUnitOfWork(prisma), [T.Prisma])
  bind(T.UserChanges).toResolvedValue((prisma: PrismaClient) => new PrismaUserChanges(prisma), [T.Prisma])
  bind(T.UserDirectory).toResolvedValue((prisma: PrismaClient) => new PrismaUserDirectory(prisma), [T.Prisma])
})
