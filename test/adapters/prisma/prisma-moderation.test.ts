import { randomUUID } from 'node:crypto'
import { PrismaInstanceAdmins } from '../../../src/adapters/prisma/prisma-instance-admins.js'
import { PrismaReports } from '../../../src/adapters/prisma/prisma-reports.js'
import { PrismaSessionRepository } from '../../../src/adapters/prisma/prisma-session-repository.js'
import { PrismaSuspensions } from '../../../src/adapters/prisma/prisma-suspensions.js'
import { parseEmail } from '../../../src/domain/email.js'
import type { UserId } from '../../../src/domain/ids.js'
import type { PrismaClient } from '../../../src/generated/prisma/client.js'
import { instanceAdminsContract } from '../../contracts/instance-admins.contract.js'
import { reportsContract } from '../../contracts/reports.contract.js'
import { suspensionsContract } from '../../contracts/suspensions.contract.js'
import { onDatabases } from '../../support/on-databases.js'
import { prismaStorage } from '../../support/prisma-storage.js'

const named = randomUUID() as UserId

/** With an account and, being verified, a user. */
async function newUser(prisma: PrismaClient, id = randomUUID() as UserId): Promise<UserId> {
  const names = { handle: `u_${id.slice(0, 8)}`, displayName: 'Ada', createdAt: new Date() }
  const password = { passwordHash: 'hash', passwordChangedAt: new Date() }
  await prisma.account.upsert({
    where: { id },
    create: { id, email: `${id}@example.com`, ...names, ...password, verifiedAt: new Date() },
    update: {},
  })
  await prisma.user.upsert({ where: { id }, create: { id, ...names }, update: {} })
  return id
}

onDatabases(reportsContract, (prisma) => ({ storage: prismaStorage(prisma), reports: new PrismaReports(prisma) }))

onDatabases(instanceAdminsContract, (prisma) => {
  const admins = new PrismaInstanceAdmins(prisma, [parseEmail(`${named}@example.com`)])
  const ready = newUser(prisma, named)
  return {
    named,
    newUser: () => newUser(prisma),
    admins: {
      includes: (userId) => ready.then(() => admins.includes(userId)),
      appoint: (...appointment) => admins.appoint(...appointment),
      dismiss: (userId) => admins.dismiss(userId),
    },
  }
})

onDatabases(suspensionsContract, (prisma) => ({
  suspensions: new PrismaSuspensions(prisma),
  sessions: new PrismaSessionRepository(prisma),
  newAccount: () => newUser(prisma),
}))
