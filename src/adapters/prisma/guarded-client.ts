import { PrismaClient } from '../../generated/prisma/client.js'
import { translate } from './failures.js'

type DriverAdapter = NonNullable<ConstructorParameters<typeof PrismaClient>[0]['adapter']>

/** A client whose queries fail with Unavailable when the database is away. Its extension only translates errors, so the type stays. */
export function guardedClient(adapter: DriverAdapter): PrismaClient {
  // Any other format takes the stack of each query's caller, which keeps all that they hold from being collected with them.
  const client = new PrismaClient({ adapter, errorFormat: 'minimal' })
  return client.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        try {
          return await query(args)
        } catch (error) {
          throw translate(error)
        }
      },
    },
  }) as unknown as PrismaClient
}
