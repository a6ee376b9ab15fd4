import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import type { Database } from './database.js'
import { lockDirectory } from './directory-lock.js'
import { guardedClient } from './guarded-client.js'
import { applyMigrations, type MigrationSession, migrationsFolder } from './migrations.js'

/** Data directories of different major versions cannot read each other. */
const postgresVersion = '18'

/**
 * PostgreSQL inside this process, its data under `dataDir`. One connection; one process at a time. What is acknowledged survives the
 * death of the process, but not a power cut: the engine does not fsync. A first start is several times faster from a cluster.
 * @throws Error that says what to do, if another process has it open or another version wrote it.
 */
export async function openEmbedded(dataDir: string, cluster?: Blob): Promise<Database> {
  mkdirSync(dataDir, { recursive: true })
  const unlock = lockDirectory(join(dataDir, 'postgres.lock'), `The database in ${dataDir}`)
  try {
    requireVersion(dataDir)
    const database = embed(await openDirectory(dataDir, cluster))
    const close = async () => {
      await database.close()
      unlock()
    }
    return { ...database, close }
  } catch (error) {
    unlock()
    throw error
  }
}

/** PostgreSQL inside this process and in its memory: gone when closed. */
export async function openInMemory(cluster?: Blob): Promise<Database> {
  return embed(await PGlite.create(cluster === undefined ? {} : { loadDataDir: cluster }))
}

/** What a first start makes before its migrations, compressed: an empty cluster, the same for everybody. */
export async function makeCluster(): Promise<Blob> {
  const engine = await PGlite.create()
  try {
    return await engine.dumpDataDir('gzip')
  } finally {
    await engine.close()
  }
}

/** A first start that was killed left half a cluster, and a marker beside it that says so: such a one is made anew. */
async function openDirectory(dataDir: string, cluster: Blob | undefined): Promise<PGlite> {
  const directory = join(dataDir, 'postgres')
  const unfinished = join(dataDir, 'postgres.unfinished')
  if (existsSync(directory) && !existsSync(unfinished)) return PGlite.create({ dataDir: directory })
  writeFileSync(unfinished, 'This start has not ended yet, or was killed.\n')
  rmSync(directory, { recursive: true, force: true })
  const engine = await PGlite.create({ dataDir: directory, ...(cluster === undefined ? {} : { loadDataDir: cluster }) })
  rmSync(unfinished)
  return engine
}

function embed(engine: PGlite): Database {
  const prisma = guardedClient(new PrismaPGlite(engine))
  return {
    prisma,
    migrate: async () => {
      const applied = await applyMigrations(sessionOf(engine), migrationsFolder())
      // It learns at its start how to send arrays of the types that are there.
      await engine.refreshArrayTypes()
      return applied
    },
    ping: async () => {
      await prisma.$queryRaw`SELECT 1`
    },
    close: async () => {
      await prisma.$disconnect()
      await engine.close()
    },
  }
}

const sessionOf = (engine: PGlite): MigrationSession => ({
  script: async (sql) => {
    await engine.exec(sql)
  },
  query: async <Row>(sql: string, parameters: readonly unknown[]) => (await engine.query<Row>(sql, [...parameters])).rows,
})

/** A marker beside the directory, so that another version refuses with a sentence instead of a crash inside the engine. */
function requireVersion(dataDir: string): void {
  const marker = join(dataDir, 'postgres.version')
  const inside = join(dataDir, 'postgres', 'PG_VERSION')
  const found = existsSync(marker)
    ? readFileSync(marker, 'utf8').trim()
    : existsSync(inside)
      ? readFileSync(inside, 'utf8').trim()
      : postgresVersion
  if (found !== postgresVersion) {
    throw new Error(
      `The database in ${dataDir} was written by PostgreSQL ${found}; this program embeds ${postgresVersion}, which cannot read it. ` +
        'Run the version that wrote it, or start with another directory (DATA_DIR).',
    )
  }
  writeFileSync(marker, `${postgresVersion}\n`)
}
