import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One database session: the advisory lock belongs to it. */
export interface MigrationSession {
  /** Runs all statements as one transaction. */
  script(sql: string): Promise<void>
  query<Row>(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]>
}

interface Recorded {
  readonly migration_name: string
  readonly checksum: string
  readonly finished_at: unknown
}

// Prisma's own: its tools and this runner keep out of each other's way.
const advisoryLock = 72707369

const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`

/** The migrations of this package, whether it runs from its sources, from dist or as somebody's dependency. */
export function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('The folder prisma/migrations of this package is missing: install it again.')
    folder = parent
  }
  return join(folder, 'prisma', 'migrations')
}

/**
 * Applies what is not yet applied, each migration in one transaction, and answers the names. Of several processes that call it at once, one
 * applies. Keeps Prisma's history table, so that Prisma's tools read the database as their own.
 * @throws Error that says what to do, if the history does not fit the folder.
 */
export async function applyMigrations(session: MigrationSession, folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  await session.query('SELECT pg_advisory_lock($1)', [advisoryLock])
  try {
    await session.script(historyTable)
    const recorded = await session.query<Recorded>(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
      [],
    )
    const applied: string[] = []
    const known = new Map(recorded.map((row) => [row.migration_name, row]))
    refuseUnknown(recorded, names)
    for (const name of names.sort()) {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      const row = known.get(name)
      if (row !== undefined) requireSame(row, checksum)
      else {
        await applyOne(session, name, sql, checksum)
        applied.push(name)
      }
    }
    return applied
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [advisoryLock])
  }
}

function refuseUnknown(recorded: readonly Recorded[], names: readonly string[]): void {
  const unknown = recorded.filter((row) => !names.includes(row.migration_name)).map((row) => row.migration_name)
  if (unknown.length > 0) {
    throw new Error(`The database is ahead of this program (it has ${unknown.join(', ')}): run the newer version, or another database.`)
  }
}

function requireSame(row: Recorded, checksum: string): void {
  if (row.finished_at === null) {
    throw new Error(
      `Migration ${row.migration_name} failed earlier, and its changes were undone. Its error is in "_prisma_migrations".logs: ` +
        'remove the cause, delete that row, and start again.',
    )
  }
  if (row.checksum !== checksum) {
    throw new Error(
      `Migration ${row.migration_name} was edited after it was applied: restore the file, and make the change a new migration.`,
    )
  }
}

async function applyOne(session: MigrationSession, name: string, sql: string, checksum: string): Promise<void> {
  const id = randomUUID()
  await session.query('INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ($1, $2, $3)', [id, checksum, name])
  try {
    await session.script(sql)
  } catch (error) {
    await session.query('UPDATE "_prisma_migrations" SET logs = $2 WHERE id = $1', [id, String(error)])
    throw new Error(`Migration ${name} failed; nothing of it was kept.`, { cause: error })
  }
  await session.query('UPDATE "_prisma_migrations" SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id])
}
