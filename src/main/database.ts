import { existsSync, openAsBlob } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { openPostgres } from '../adapters/prisma/client.js'
import type { Database, PrismaClient } from '../adapters/prisma/database.js'
import { DatabaseClock } from '../adapters/prisma/database-clock.js'
import { openEmbedded } from '../adapters/prisma/embedded.js'
import type { Clock } from '../application/ports/clock.js'
import type { Timers } from '../application/ports/timers.js'
import type { Config } from './config.js'
import type { Lifecycle } from './lifecycle.js'
import { packageRoot } from './package-root.js'

/** Opened, and with every migration. */
export async function openDatabase(config: Config, life: Lifecycle, progress: (step: string) => void): Promise<Database> {
  const opened = config.databaseUrl === null ? await openOwnDatabase(config.dataDir, progress) : openPostgres(config.databaseUrl)
  const database = life.own('the database', opened, (owned) => owned.close())
  const applied = await database.migrate()
  if (applied.length > 0) progress(`Applied ${applied.length} database migration${applied.length === 1 ? '' : 's'}.`)
  return database
}

async function openOwnDatabase(dataDir: string, progress: (step: string) => void): Promise<Database> {
  progress(`Opening the embedded PostgreSQL in ${dataDir} (the first start takes a few seconds) …`)
  const cluster = join(packageRoot, 'dist', 'cluster.tar.gz')
  return openEmbedded(dataDir, existsSync(cluster) ? await openAsBlob(cluster) : undefined)
}

/** The database's time. */
export async function openClock(prisma: PrismaClient, timers: Timers, life: Lifecycle, log: Logger): Promise<Clock> {
  const onFailure = (err: unknown) => log.warn({ err }, "the database's time could not be read")
  return life.own('the clock', await DatabaseClock.open(prisma, timers, { onFailure }), (opened) => opened.stop())
}
