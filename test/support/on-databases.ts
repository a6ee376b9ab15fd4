import { openPostgres } from '../../src/adapters/prisma/client.js'
import type { PrismaClient } from '../../src/generated/prisma/client.js'
import type { Contract } from '../contracts/contract.js'
import { createTestDatabase } from './postgres.js'
import { requires } from './requires.js'
import { runContract } from './run-contract.js'

/** Runs a contract over an adapter that keeps its things in a database of its own. */
export function onDatabases<Subject>(contract: Contract<Subject>, makeSubject: (prisma: PrismaClient) => Subject): void {
  requires('postgres')(`${contract.port}, kept by Prisma`, () => {
    runContract(contract, 'PostgreSQL', async () => {
      const { url, drop } = await createTestDatabase()
      const database = openPostgres(url)
      const dispose = async () => {
        await database.close()
        await drop()
      }
      return { subject: makeSubject(database.prisma), dispose }
    })
  })
}
