import { randomUUID } from 'node:crypto'
import { PrismaSessionRepository } from '../../../src/adapters/prisma/prisma-session-repository.js'
import { PrismaSignInAddresses } from '../../../src/adapters/prisma/prisma-sign-in-addresses.js'
import { parseEmail } from '../../../src/domain/email.js'
import type { UserId } from '../../../src/domain/ids.js'
import { minutes } from '../../contracts/session-repository.contract.js'
import { signInAddressesContract } from '../../contracts/sign-in-addresses.contract.js'
import { onDatabases } from '../../support/on-databases.js'

onDatabases(signInAddressesContract, (prisma) => ({
  addresses: new PrismaSignInAddresses(prisma),
  sessions: new PrismaSessionRepository(prisma),
  newAccount: async () => {
    const id = randomUUID() as UserId
    const email = parseEmail(`${id}@example.com`)
    const createdAt = minutes(0)
    const names = { email, handle: 'ada', displayName: 'Ada' }
    await prisma.account.create({
      data: { id, ...names, passwordHash: 'hash', passwordChangedAt: createdAt, createdAt, verifiedAt: createdAt },
    })
    return { id, email }
  },
  changePassword: async (id, at) => {
    await prisma.account.update({ where: { id }, data: { passwordChangedAt: at } })
  },
}))
