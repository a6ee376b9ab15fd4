import { expect, it } from '@jest/globals'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import { PrismaChangeReader } from '../../../src/adapters/prisma/prisma-change-reader.js'
import { Unavailable } from '../../../src/domain/errors.js'
import { makeGroup, makeUsers } from '../../contracts/world.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { requires } from '../../support/requires.js'

requires('postgres')('catching up from PostgreSQL', () => {
  it('F29 of a herd that comes back some are answered, some after a wait, the rest are told to come again, and then they are answered', async () => {
    const { url, drop } = await createTestDatabase()
    const { prisma, close } = openPostgres(url)
    try {
      const storage = prismaStorage(prisma)
      const [ada] = await makeUsers(storage, 1)
      if (ada === undefined) throw new Error('nobody')
      const chat = await makeGroup(storage, [ada])
      const reader = new PrismaChangeReader(prisma, { concurrency: 2, waiting: 3 })
      const catchUp = () => reader.changesFor(ada.id, { chats: [], mine: 0, cursor: null })
      const herd = await Promise.allSettled(Array.from({ length: 12 }, catchUp))
      const refused = herd.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
      expect(refused).toHaveLength(7)
      for (const reason of refused) expect(reason).toBeInstanceOf(Unavailable)
      expect((await catchUp()).chats.map((one) => one.chat.id)).toEqual([chat.id])
    } finally {
      await close()
      await drop()
    }
  })
})
