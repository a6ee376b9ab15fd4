import { PrismaChangeLog } from '../../src/adapters/prisma/prisma-change-log.js'
import { PrismaChangeReader } from '../../src/adapters/prisma/prisma-change-reader.js'
import { PrismaChatHeads } from '../../src/adapters/prisma/prisma-chat-heads.js'
import { PrismaChatReader } from '../../src/adapters/prisma/prisma-chat-reader.js'
import { PrismaMessageRepository } from '../../src/adapters/prisma/prisma-message-repository.js'
import { PrismaReadMarks } from '../../src/adapters/prisma/prisma-read-marks.js'
import { PrismaUnitOfWork } from '../../src/adapters/prisma/prisma-unit-of-work.js'
import { PrismaUserDirectory } from '../../src/adapters/prisma/prisma-user-directory.js'
import type { PrismaClient } from '../../src/generated/prisma/client.js'
import type { Storage } from '../contracts/storage.js'

export const prismaStorage = (prisma: PrismaClient): Storage => ({
  changes: new PrismaChangeReader(prisma),
  chats: new PrismaChatReader(prisma),
  heads: new PrismaChatHeads(prisma),
  log: new PrismaChangeLog(prisma),
  messages: new PrismaMessageRepository(prisma),
  readMarks: new PrismaReadMarks(prisma),
  unitOfWork: new PrismaUnitOfWork(prisma),
  users: new PrismaUserDirectory(prisma),
  addUsers: async (users) => {
    await prisma.user.createMany({ data: users.map((user) => ({ ...user })) })
  },
})
