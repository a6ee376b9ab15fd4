import { PrismaMailOutbox } from '../../../src/adapters/prisma/prisma-mail-outbox.js'
import { mailOutboxContract } from '../../contracts/mail-outbox.contract.js'
import { onDatabases } from '../../support/on-databases.js'

onDatabases(mailOutboxContract, (prisma) => new PrismaMailOutbox(prisma))
