import { PrismaAccountEraser } from '../../../src/adapters/prisma/prisma-account-eraser.js'
import { PrismaAccountRepository } from '../../../src/adapters/prisma/prisma-account-repository.js'
import { PrismaCredentialRepository } from '../../../src/adapters/prisma/prisma-credential-repository.js'
import { PrismaEmailChanges } from '../../../src/adapters/prisma/prisma-email-changes.js'
import { PrismaInstanceAdmins } from '../../../src/adapters/prisma/prisma-instance-admins.js'
import { PrismaNotificationPreferences } from '../../../src/adapters/prisma/prisma-notification-preferences.js'
import { PrismaPersonalData } from '../../../src/adapters/prisma/prisma-personal-data.js'
import { PrismaProfileRepository } from '../../../src/adapters/prisma/prisma-profile-repository.js'
import { PrismaPushSubscriptions } from '../../../src/adapters/prisma/prisma-push-subscriptions.js'
import { PrismaReports } from '../../../src/adapters/prisma/prisma-reports.js'
import { PrismaSecurityEvents } from '../../../src/adapters/prisma/prisma-security-events.js'
import { PrismaSessionRepository } from '../../../src/adapters/prisma/prisma-session-repository.js'
import type { UserId } from '../../../src/domain/ids.js'
import type { PrismaClient } from '../../../src/generated/prisma/client.js'
import { accountEraserContract } from '../../contracts/account-eraser.contract.js'
import { credentialRepositoryContract } from '../../contracts/credential-repository.contract.js'
import { emailChangesContract } from '../../contracts/email-changes.contract.js'
import { personalDataContract } from '../../contracts/personal-data.contract.js'
import { onDatabases } from '../../support/on-databases.js'
import { prismaStorage } from '../../support/prisma-storage.js'

const subjectOf = (prisma: PrismaClient) => ({
  accounts: new PrismaAccountRepository(prisma),
  credentials: new PrismaCredentialRepository(prisma),
  changes: new PrismaEmailChanges(prisma),
  sessions: new PrismaSessionRepository(prisma),
  profiles: new PrismaProfileRepository(prisma),
  eraser: new PrismaAccountEraser(prisma),
  admins: new PrismaInstanceAdmins(prisma, []),
  notifications: new PrismaNotificationPreferences(prisma),
  pushes: new PrismaPushSubscriptions(prisma),
  reports: new PrismaReports(prisma),
  events: new PrismaSecurityEvents(prisma),
  data: new PrismaPersonalData(prisma),
  storage: prismaStorage(prisma),
  disable: async (id: UserId) => {
    await prisma.account.update({ where: { id }, data: { disabledAt: new Date() } })
  },
})

onDatabases(credentialRepositoryContract, subjectOf)
onDatabases(emailChangesContract, subjectOf)
onDatabases(accountEraserContract, subjectOf)
onDatabases(personalDataContract, subjectOf)
