import { expect, it } from '@jest/globals'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import { keptVapidKeys } from '../../../src/adapters/prisma/instance.js'
import { PrismaAccountRepository } from '../../../src/adapters/prisma/prisma-account-repository.js'
import { PrismaNotificationPreferences } from '../../../src/adapters/prisma/prisma-notification-preferences.js'
import { PrismaPushQueue } from '../../../src/adapters/prisma/prisma-push-queue.js'
import { PrismaPushSubscriptions } from '../../../src/adapters/prisma/prisma-push-subscriptions.js'
import { PrismaSessionRepository } from '../../../src/adapters/prisma/prisma-session-repository.js'
import type { PrismaClient } from '../../../src/generated/prisma/client.js'
import { notificationPreferencesContract } from '../../contracts/notification-preferences.contract.js'
import { pushQueueContract } from '../../contracts/push-queue.contract.js'
import { pushSubscriptionsContract } from '../../contracts/push-subscriptions.contract.js'
import { onDatabases } from '../../support/on-databases.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { requires } from '../../support/requires.js'

onDatabases(notificationPreferencesContract, (prisma) => ({
  storage: prismaStorage(prisma),
  preferences: new PrismaNotificationPreferences(prisma),
}))

const pushParts = (prisma: PrismaClient) => ({
  storage: prismaStorage(prisma),
  accounts: new PrismaAccountRepository(prisma),
  sessions: new PrismaSessionRepository(prisma),
  subscriptions: new PrismaPushSubscriptions(prisma),
  preferences: new PrismaNotificationPreferences(prisma),
})

onDatabases(pushQueueContract, (prisma) => ({ ...pushParts(prisma), queue: new PrismaPushQueue(prisma) }))

/** What it leaves behind is cleared away all the time. */
onDatabases({ ...pushQueueContract, rules: pushQueueContract.rules.filter(({ id }) => id === 'PQ5') }, (prisma) => ({
  ...pushParts(prisma),
  queue: new PrismaPushQueue(prisma, 1),
}))

onDatabases(pushSubscriptionsContract, (prisma) => ({
  accounts: new PrismaAccountRepository(prisma),
  sessions: new PrismaSessionRepository(prisma),
  subscriptions: new PrismaPushSubscriptions(prisma),
}))

requires('postgres')('the pair by what push services know an installation', () => {
  it('is made once, though many nodes start at once, and is there after a restart', async () => {
    const { url, drop } = await createTestDatabase()
    const nodes = Array.from({ length: 4 }, () => openPostgres(url, { poolSize: 1 }))
    const pairs = await Promise.all(
      nodes.map(({ prisma }, at) => keptVapidKeys(prisma, () => ({ publicKey: `public ${at}`, privateKey: `private ${at}` }))),
    )
    expect(new Set(pairs.map((pair) => JSON.stringify(pair))).size).toBe(1)
    expect(pairs[0]?.publicKey.slice(-1)).toBe(pairs[0]?.privateKey.slice(-1))
    const again = await Promise.all(nodes.map(({ prisma }) => keptVapidKeys(prisma, () => ({ publicKey: 'new', privateKey: 'new' }))))
    expect(again).toEqual(pairs)
    await Promise.all(nodes.map((node) => node.close()))
    await drop()
  })
})
