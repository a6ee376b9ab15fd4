import { randomUUID } from 'node:crypto'
import { PrismaSecurityEvents } from '../../../src/adapters/prisma/prisma-security-events.js'
import { PrismaSessionRepository } from '../../../src/adapters/prisma/prisma-session-repository.js'
import { parseEmail } from '../../../src/domain/email.js'
import type { UserId } from '../../../src/domain/ids.js'
import { securityLogContract } from '../../contracts/security-log.contract.js'
import { aSession } from '../../contracts/session-repository.contract.js'
import { onDatabases } from '../../support/on-databases.js'
import { logOver } from '../../support/security-log.js'

onDatabases(securityLogContract, (prisma) => ({
  ...logOver(new PrismaSecurityEvents(prisma)),
  newAccount: async () => {
    const id = randomUUID() as UserId
    const email = parseEmail(`${id}@example.com`)
    const createdAt = new Date()
    const names = { email, handle: 'ada', displayName: 'Ada' }
    await prisma.account.create({ data: { id, ...names, passwordHash: 'hash', passwordChangedAt: createdAt, createdAt } })
    const session = aSession(id)
    await new PrismaSessionRepository(prisma).open(session)
    return { id, email, sessionId: session.id }
  },
  erase: async (id) => {
    await prisma.account.delete({ where: { id } })
  },
}))
