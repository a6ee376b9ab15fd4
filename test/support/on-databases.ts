import { afterAll } from '@jest/globals'
import { openPostgres } from '../../src/adapters/prisma/client.js'
import type { PrismaClient } from '../../src/generated/prisma/client.js'
import type { Contract } from '../contracts/contract.js'
import { openEmbeddedForTest } from './embedded.js'
import { createTestDatabase } from './postgres.js'
import { requires } from './requires.js'
import { runContract } from './run-contract.js'

interface Opened {
  readonly prisma: PrismaClient
  close(): Promise<void>
}

/** One for all the contracts of a test file, closed at its end. */
function shared(open: () => Promise<Opened>): () => Promise<PrismaClient> {
  let opened: Promise<Opened> | undefined
  afterAll(async () => {
    await (await opened)?.close()
  })
  return async () => {
    opened ??= open()
    return (await opened).prisma
  }
}

const embedded = shared(openEmbeddedForTest)

const server = shared(async () => {
  const { url, drop } = await createTestDatabase()
  const { prisma, close } = openPostgres(url)
  return { prisma, close: () => close().then(drop) }
})

/** Runs a contract over an adapter that keeps its things with Prisma: in an embedded database and on a server, none but this file's. */
export function onDatabases<Subject>(contract: Contract<Subject>, makeSubject: (prisma: PrismaClient) => Subject): void {
  const over = (label: string, open: () => Promise<PrismaClient>) =>
    runContract(contract, label, async () => ({ subject: makeSubject(await open()), dispose: async () => undefined }))

  over('embedded PostgreSQL', embedded)
  requires('postgres')(`${contract.port}, kept by Prisma`, () => over('PostgreSQL', server))
}
