import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaClient } from '../../generated/prisma/client.js'
import { guard } from './failures.js'
import { RawStatements } from './raw-statements.js'

/** A client whose queries fail with Unavailable when the database is away, and whose raw statements go past it, to the driver adapter. The type stays. */
export function guardedClient(adapter: SqlDriverAdapterFactory): PrismaClient {
  // Any other format takes the stack of each query's caller, which keeps all that they hold from being collected with them.
  const client = new PrismaClient({ adapter, errorFormat: 'minimal' }).$extends({
    query: { $allOperations: ({ args, query }) => guard(query(args)) },
  })
  const raw = new RawStatements(adapter)
  const own = {
    $queryRaw: (...statement: Parameters<RawStatements['query']>) => guard(raw.query(...statement)),
    $executeRaw: (...statement: Parameters<RawStatements['execute']>) => guard(raw.execute(...statement)),
    // Of the client inside, so that a transaction's statements are its own.
    $transaction: client.$transaction.bind(client),
  }
  return new Proxy(client, { get: (target, name) => Reflect.get(Object.hasOwn(own, name) ? own : target, name) }) as unknown as PrismaClient
}
