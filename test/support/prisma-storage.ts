import { PrismaAttachmentRepository } from '../../src/adapters/prisma/prisma-attachment-repository.js'
import { PrismaBans } from '../../src/adapters/prisma/prisma-bans.js'
import { PrismaBlocks } from '../../src/adapters/prisma/prisma-blocks.js'
import { PrismaChangeLog } from '../../src/adapters/prisma/prisma-change-log.js'
import { PrismaChangeReader } from '../../src/adapters/prisma/prisma-change-reader.js'
import { PrismaChatHeads } from '../../src/adapters/prisma/prisma-chat-heads.js'
import { PrismaChatPreferences } from '../../src/adapters/prisma/prisma-chat-preferences.js'
import { PrismaChatReader } from '../../src/adapters/prisma/prisma-chat-reader.js'
import { PrismaInvites } from '../../src/adapters/prisma/prisma-invites.js'
import { PrismaMessageLists } from '../../src/adapters/prisma/prisma-message-lists.js'
import { PrismaMessageRepository } from '../../src/adapters/prisma/prisma-message-repository.js'
import { PrismaPresenceDirectory } from '../../src/adapters/prisma/prisma-presence-directory.js'
import { PrismaReadMarks } from '../../src/adapters/prisma/prisma-read-marks.js'
import { PrismaThreadFollows } from '../../src/adapters/prisma/prisma-thread-follows.js'
import { PrismaUnitOfWork } from '../../src/adapters/prisma/prisma-unit-of-work.js'
import { PrismaUserChanges } from '../../src/adapters/prisma/prisma-user-changes.js'
import { PrismaUserDirectory } from '../../src/adapters/prisma/prisma-user-directory.js'
import { PrismaMessageSearch, type SearchCosts } from '../../src/adapters/prisma/search/prisma-message-search.js'
import { indexQueued } from '../../src/adapters/prisma/search/search-indexer.js'
import type { PrismaClient } from '../../src/generated/prisma/client.js'
import type { Storage } from '../contracts/storage.js'

export const prismaStorage = (prisma: PrismaClient, costs?: SearchCosts): Storage => ({
  attachments: new PrismaAttachmentRepository(prisma),
  changes: new PrismaChangeReader(prisma),
  chats: new PrismaChatReader(prisma),
  heads: new PrismaChatHeads(prisma),
  log: new PrismaChangeLog(prisma),
  invites: new PrismaInvites(prisma),
  bans: new PrismaBans(prisma),
  blocks: new PrismaBlocks(prisma),
  messageLists: new PrismaMessageLists(prisma),
  messages: new PrismaMessageRepository(prisma),
  presences: new PrismaPresenceDirectory(prisma),
  preferences: new PrismaChatPreferences(prisma),
  readMarks: new PrismaReadMarks(prisma),
  threadFollows: new PrismaThreadFollows(prisma),
  search: new PrismaMessageSearch(prisma, costs),
  settleSearch: async () => {
    while ((await indexQueued(prisma, 500)) > 0);
  },
  unitOfWork: new PrismaUnitOfWork(prisma),
  userChanges: new PrismaUserChanges(prisma),
  users: new PrismaUserDirectory(prisma),
  addUsers: async (users) => {
    await prisma.user.createMany({ data: users.map((user) => ({ ...user })) })
  },
})
