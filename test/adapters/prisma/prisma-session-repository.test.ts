import { randomUUID } from 'node:crypto'
import { PrismaSessionRepository } from '../../../src/adapters/prisma/prisma-session-repository.js'
import type { UserId } from '../../../src/domain/ids.js'
import type { PrismaClient } from '../../../src/generated/prisma/client.js'
import { sessionDirectoryContract } from '../../contracts/session-directory.contract.js'
import { sessionReaderContract } from '../../contracts/session-reader.contract.js'
import { sessionRepositoryContract } from '../../contracts/session-repository.contract.js'
import { sessionStatesContract } from '../../contracts/session-states.contract.js'
import { onDatabases } from '../../support/on-databases.js'

const subjectOf = (prisma: PrismaClient) => ({
  sessions: new PrismaSessionRepository(prisma),
  newAccount: async () => {
    const id = randomUUID() as UserId
    const createdAt = new Date()
    const names = { email: `${id}@example.com`, handle: 'ada', displayName: 'Ada' }
    await prisma.account.create({ data: { id, ...names, passwordHash: 'hash', passwordChangedAt: createdAt, createdAt } })
    return id
  },
  disable: async (id: UserId) => {
    await prisma.account.update({ where: { id }, data: { disabledAt: new Date() } })
  },
})

onDatabases(sessionRepositoryContract, subjectOf)
onDatabases(sessionDirectoryContract, subjectOf)
onDatabases(sessionReaderContract, subjectOf)
onDatabases(sessionStatesContract, subjectOf)
