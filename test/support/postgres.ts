import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { applyMigrations, migrationsFolder } from '../../src/adapters/prisma/migrations.js'

const server = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'] ?? 'postgresql://postgres@127.0.0.1:5432/postgres'

/** Held while the template is looked for or made: jest's workers start together. */
const templateLock = 72707370

const urlOf = (name: string): string => {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** A migrated database of its own, gone after `drop`. Needs a PostgreSQL: the suites that use it begin with `requires('postgres')`. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `parley_test_${randomUUID().replaceAll('-', '')}`
  await onServer(async (client) => {
    const template = await ensureTemplate(client)
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  })
  // An installation of its own on the Redis that all tests share.
  await onServer((client) => client.query('UPDATE instance SET id = gen_random_uuid()'), urlOf(name))
  const drop = () => onServer((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)).then(() => undefined)
  return { url: urlOf(name), drop }
}

/** A database of its own without anything in it. */
export async function createEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `parley_test_${randomUUID().replaceAll('-', '')}`
  await onServer((client) => client.query(`CREATE DATABASE ${name}`))
  const drop = () => onServer((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)).then(() => undefined)
  return { url: urlOf(name), drop }
}

/** Over a connection of its own. */
export const queryOnce = (url: string, sql: string, values: readonly unknown[]) => onServer((client) => client.query(sql, [...values]), url)

async function onServer<Result>(work: (client: Client) => Promise<Result>, url = server): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function ensureTemplate(client: Client): Promise<string> {
  const name = `parley_template_${fingerprint()}`
  await client.query('SELECT pg_advisory_lock($1)', [templateLock])
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
  if (rowCount === 0) {
    const draft = `parley_draft_${randomUUID().replaceAll('-', '')}`
    await client.query(`CREATE DATABASE ${draft}`)
    await migrate(draft)
    // Only a finished template carries the name: one that was interrupted is never used.
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`)
  }
  await client.query('SELECT pg_advisory_unlock($1)', [templateLock])
  return name
}

/** Names the present migrations: other ones have another name. */
function fingerprint(): string {
  const folder = migrationsFolder()
  const hash = createHash('sha256')
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) hash.update(entry.name).update(readFileSync(join(folder, entry.name, 'migration.sql')))
  }
  return hash.digest('hex').slice(0, 16)
}

async function migrate(database: string): Promise<void> {
  const client = new Client({ connectionString: urlOf(database) })
  await client.connect()
  try {
    await applyMigrations(
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
