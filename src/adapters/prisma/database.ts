import type { PrismaClient } from '../../generated/prisma/client.js'

/** The generated client, for those who only pass it on. */
export type { PrismaClient }

/** An open database, embedded or on a server. */
export interface Database {
  readonly prisma: PrismaClient
  /** Applies what is not yet applied; answers the names. @throws Error that says what to do. */
  migrate(): Promise<readonly string[]>
  /** @throws Unavailable if the database does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}
