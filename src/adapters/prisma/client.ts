import { PrismaPg } from '@prisma/adapter-pg'
import { Client, Pool } from 'pg'
import type { Database } from './database.js'
import { guard } from './failures.js'
import { guardedClient } from './guarded-client.js'
import { applyMigrations, migrationsFolder } from './migrations.js'
import { cutSilent } from './silent-connections.js'

export interface PostgresOptions {
  /** Connections at most. */
  readonly poolSize?: number
  /** A connection in the pool broke while nobody used it. The pool replaces it. */
  readonly onPoolError?: (error: Error) => void
}

const namedStatements = 500
const connectMs = 2_000
const statementMs = 5_000
const lockMs = 2_000
/** How long a start waits while another process migrates. */
const migrationLockMs = 60_000

/**
 * What every session is told. Times are sent without an offset, hence UTC. The costs are those of memory and of disks without a moving head:
 * with the server's own, of 1996, it reads small tables through where an index finds the few rows that are wanted.
 */
export const sessionSettings: readonly string[] = [
  'TimeZone=UTC',
  `statement_timeout=${statementMs}`,
  `lock_timeout=${lockMs}`,
  'random_page_cost=1.1',
  'jit=off',
]

/** Opens nothing yet: the first query connects. Every wait is bounded, so that a database that is gone is a 503, never a hang. */
export function openPostgres(url: string, options: PostgresOptions = {}): Database {
  const onError = options.onPoolError ?? (() => undefined)
  const pool = new Pool({
    connectionString: withSession(url, sessionSettings),
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    application_name: 'parley',
  })
  // Prisma listens only until it is disconnected, and a connection may break while it is being closed.
  pool.on('error', onError)
  // After the server's own limit: only a server that does not answer at all gets here.
  cutSilent(pool, statementMs + 1_000)
  const prisma = guardedClient(
    new PrismaPg(pool, {
      onConnectionError: onError,
      statementNameGenerator: statementNames(),
    }),
  )
  let ended: Promise<void> | undefined
  return {
    prisma,
    migrate: () => guard(migrate(url)),
    ping: async () => {
      await prisma.$queryRaw`SELECT 1`
    },
    close: async () => {
      await prisma.$disconnect()
      // Not by Prisma, which would open another one, that nobody closes, for a query that comes late.
      ended ??= pool.end()
      await ended
    },
  }
}

/** Adds session settings to those that the URL has; ours win. */
function withSession(url: string, settings: readonly string[]): string {
  const target = new URL(url)
  const own = target.searchParams.get('options')
  const ours = settings.map((setting) => `-c ${setting}`)
  target.searchParams.set('options', [...(own === null ? [] : [own]), ...ours].join(' '))
  return target.href
}

/** On a connection of its own: the lock belongs to a session, and a migration may take longer than a request's query. */
async function migrate(url: string): Promise<readonly string[]> {
  const client = new Client({
    connectionString: withSession(url, ['TimeZone=UTC', `lock_timeout=${migrationLockMs}`]),
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

/**
 * A statement with a name is parsed and planned once a connection instead of each time, which is most of what a small one costs. The number
 * is bounded: each is kept by every connection of ours and by PostgreSQL for as long as the connection lives.
 */
function statementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size === namedStatements) return ''
    const name = `parley_${names.size}`
    names.set(sql, name)
    return name
  }
}
