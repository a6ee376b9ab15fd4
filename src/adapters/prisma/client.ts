import { PrismaPg } from '@prisma/adapter-pg'
import { Client } from 'pg'
import type { Database } from './database.js'
import { guard } from './failures.js'
import { guardedClient } from './guarded-client.js'
import { applyMigrations, migrationsFolder } from './migrations.js'

export interface PostgresOptions {
  /** Connections at most. */
  readonly poolSize?: number
  /** A connection in the pool broke while nobody used it. The pool replaces it. */
  readonly onPoolError?: (error: Error) => void
}

const connectMs = 2_000
const statementMs = 5_000
const lockMs = 2_000
/** How long a start waits while another process migrates. */
const migrationLockMs = 60_000

/** Opens nothing yet: the first query connects. Every wait is bounded, so that a database that is gone is a 503, never a hang. */
export function openPostgres(url: string, options: PostgresOptions = {}): Database {
  const prisma = guardedClient(
    new PrismaPg(
      {
        connectionString: withSession(url, `-c TimeZone=UTC -c statement_timeout=${statementMs} -c lock_timeout=${lockMs}`),
        max: options.poolSize ?? 10,
        connectionTimeoutMillis: connectMs,
        // After the server's own limit: only a server that does not answer at all gets here.
        query_timeout: statementMs + 1_000,
        keepAlive: true,
        application_name: 'parley',
      },
      {
        onPoolError: options.onPoolError ?? (() => undefined),
        onConnectionError: options.onPoolError ?? (() => undefined),
      },
    ),
  )
  return {
    prisma,
    migrate: () => guard(migrate(url)),
    ping: async () => {
      await prisma.$queryRaw`SELECT 1`
    },
    close: () => prisma.$disconnect(),
  }
}

/** Adds session settings to those that the URL has; ours win. The driver sends times without an offset: the session must be on UTC. */
function withSession(url: string, settings: string): string {
  const target = new URL(url)
  const own = target.searchParams.get('options')
  target.searchParams.set('options', own === null ? settings : `${own} ${settings}`)
  return target.href
}

/** On a connection of its own: the lock belongs to a session, and a migration may take longer than a request's query. */
async function migrate(url: string): Promise<readonly string[]> {
  const client = new Client({
    connectionString: withSession(url, `-c TimeZone=UTC -c lock_timeout=${migrationLockMs}`),
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await applyMigrations(
      {
        script: async (sql) => {
          await client.query(sql)
        },
        query: async <Row>(sql: string, parameters: readonly unknown[]) => (await client.query(sql, [...parameters])).rows as Row[],
      },
      migrationsFolder(),
    )
  } finally {
    await client.end()
  }
}
