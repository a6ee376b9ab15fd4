import { afterAll, beforeAll, it } from '@jest/globals'
import fc from 'fast-check'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import { checkCounts, steps } from '../../support/count-model.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'
import { requires } from '../../support/requires.js'

requires('postgres')('on PostgreSQL', () => {
  let made: Awaited<ReturnType<typeof createTestDatabase>>
  let database: ReturnType<typeof openPostgres>

  beforeAll(async () => {
    made = await createTestDatabase()
    database = openPostgres(made.url)
  })
  afterAll(async () => {
    await database.close()
    await made.drop()
  })

  it('RE2 CH5 CH6 unread, mentions and threads count what is there, whatever was sent, edited, deleted and read', async () => {
    await fc.assert(
      fc.asyncProperty(steps, (taken) => checkCounts(prismaStorage(database.prisma), taken)),
      { numRuns: 40 },
    )
  }, 120_000)
})
