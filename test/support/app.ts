import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig } from '../../src/main/config.js'
import { type RunningParley, type Surroundings, startParley } from '../../src/main/parley.js'
import { balance } from './balancer.js'
import { createTestDatabase } from './postgres.js'

export const testRedisUrl = process.env['TEST_REDIS_URL'] ?? process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379'

/** As the driver has it. */
export type Row = Readonly<Record<string, unknown>>

export interface TestApp {
  /** Without a trailing slash. */
  readonly url: string
  readonly databaseUrl: string
  /** Where the nodes keep files. */
  readonly filesDir: string
  readonly parley: RunningParley
  /** Looks into the database, or makes what no call of the API does. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Another node on the same database and Redis. */
  another(settings?: Readonly<Record<string, string>>): Promise<RunningParley>
  close(): Promise<void>
}

/**
 * The whole program in this process on a free port, on a PostgreSQL database of its own; with `redis`, as one of several nodes; `spread` over
 * two of them, each connection to the other one than the last.
 */
export async function startTestApp({
  spread = false,
  redis = spread,
  settings = {},
  surroundings = {},
}: {
  spread?: boolean
  redis?: boolean
  settings?: Readonly<Record<string, string>>
  surroundings?: Surroundings
} = {}): Promise<TestApp> {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'))
  const environment = {
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    LOG_LEVEL: 'fatal',
    RATE_LIMITS: 'off',
    LINK_PREVIEWS: 'off',
    ...(redis ? { REDIS_URL: testRedisUrl } : {}),
    ...settings,
  }
  const nodes: RunningParley[] = []
  const start = async (more: Readonly<Record<string, string>> = {}) => {
    const node = await startParley(readConfig({ ...environment, ...more }), surroundings)
    nodes.push(node)
    return node
  }
  const parley = await start()
  const balancer = spread ? await balance([parley.port, (await start()).port]) : null
  const pool = new pg.Pool({ connectionString: database.url, max: 2 })
  // A connection may still be on its way out when its database is dropped.
  pool.on('error', () => undefined)
  return {
    url: balancer ? `http://127.0.0.1:${balancer.port}` : parley.url,
    databaseUrl: database.url,
    filesDir: join(dataDir, 'attachments'),
    parley,
    query: async (sql, values = []) => (await pool.query<Row>(sql, [...values])).rows,
    another: start,
    close: async () => {
      await balancer?.close()
      await Promise.all(nodes.map((node) => node.close()))
      await pool.end()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
