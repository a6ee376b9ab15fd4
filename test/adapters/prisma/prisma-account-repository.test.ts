import { PrismaAccountRepository } from '../../../src/adapters/prisma/prisma-account-repository.js'
import { PrismaProfileRepository } from '../../../src/adapters/prisma/prisma-profile-repository.js'
import { accountRepositoryContract } from '../../contracts/account-repository.contract.js'
import { profileRepositoryContract } from '../../contracts/profile-repository.contract.js'
import { onDatabases } from '../../support/on-databases.js'

onDatabases(accountRepositoryContract, (prisma) => new PrismaAccountRepository(prisma))

onDatabases(profileRepositoryContract, (prisma) => ({
  accounts: new PrismaAccountRepository(prisma),
  profiles: new PrismaProfileRepository(prisma),
}))
