import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import { applyMigrations, type MigrationSession } from '../../../src/adapters/prisma/migrations.js'
import { createEmptyDatabase } from '../../support/postgres.js'
import { requires } from '../../support/requires.js'

let made: Awaited<ReturnType<typeof createEmptyDatabase>>
let folder: string
let clients: Client[] = []

beforeEach(async () => {
  made = await createEmptyDatabase()
  folder = await mkdtemp(join(tmpdir(), 'parley-migrations-'))
})

afterEach(async () => {
  await Promise.all(clients.map((client) => client.end()))
  clients = []
  await rm(folder, { recursive: true })
  await made.drop()
})

async function open(): Promise<{ client: Client; session: MigrationSession }> {
  const client = new Client({ connectionString: made.url })
  await client.connect()
  clients.push(client)
  const session: MigrationSession = {
    script: async (sql) => {
      await client.query(sql)
    },
    query: async <Row>(sql: string, parameters: readonly unknown[]) => (await client.query(sql, [...parameters])).rows as Row[],
  }
  return { client, session }
}

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), sql)
}

requires('postgres')('migrations', () => {
  it('are applied once, by one of three that start together', async () => {
    const nodes = [1, 2, 3].map(() => openPostgres(made.url))
    const applied = await Promise.all(nodes.map((node) => node.migrate()))
    expect(applied.map((names) => names.length).sort((one, other) => one - other)).toEqual([0, 0, applied.flat().length])
    expect(applied.flat().length).toBeGreaterThan(0)
    expect(await nodes[0]?.migrate()).toEqual([])
    await Promise.all(nodes.map((node) => node.close()))
  })

  it('are applied in the order of their names, with function bodies and semicolons in comments and literals', async () => {
    await write(
      '2_second',
      "-- a; comment\nINSERT INTO t VALUES ('a;b'); CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;",
    )
    await write('1_first', 'CREATE TABLE t (x text);')
    const { client, session } = await open()
    expect(await applyMigrations(session, folder)).toEqual(['1_first', '2_second'])
    expect((await client.query('SELECT x, f() FROM t')).rows).toEqual([{ x: 'a;b', f: 1 }])
    const { rows } = await client.query(
      'SELECT migration_name, applied_steps_count, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY started_at',
    )
    expect(rows).toEqual([
      { migration_name: '1_first', applied_steps_count: 1, finished: true },
      { migration_name: '2_second', applied_steps_count: 1, finished: true },
    ])
  })

  it('leave nothing behind when one fails, and say so now and next time', async () => {
    await write('1_bad', 'CREATE TABLE t (x text); SELECT nonsense;')
    const { client, session } = await open()
    await expect(applyMigrations(session, folder)).rejects.toThrow('Migration 1_bad failed; nothing of it was kept.')
    expect((await client.query("SELECT to_regclass('t') AS t")).rows).toEqual([{ t: null }])
    expect((await client.query('SELECT logs FROM _prisma_migrations')).rows[0].logs).toContain('nonsense')
    await expect(applyMigrations(session, folder)).rejects.toThrow('Migration 1_bad failed earlier')
    await write('1_bad', 'CREATE TABLE t (x text);')
    await client.query('DELETE FROM _prisma_migrations')
    expect(await applyMigrations(session, folder)).toEqual(['1_bad'])
  })

  it('refuse one that was edited after it was applied', async () => {
    await write('1_first', 'CREATE TABLE t (x text);')
    const { session } = await open()
    await applyMigrations(session, folder)
    await write('1_first', 'CREATE TABLE t (y text);')
    await expect(applyMigrations(session, folder)).rejects.toThrow('Migration 1_first was edited after it was applied')
  })

  it('refuse a database that is ahead', async () => {
    await write('1_first', 'CREATE TABLE t (x text);')
    await write('2_second', 'CREATE TABLE u (x text);')
    const { session } = await open()
    await applyMigrations(session, folder)
    await rm(join(folder, '2_second'), { recursive: true })
    await expect(applyMigrations(session, folder)).rejects.toThrow('The database is ahead of this program (it has 2_second)')
  })

  it('release their lock also when they fail', async () => {
    await write('1_bad', 'SELECT nonsense;')
    const [one, two] = [await open(), await open()]
    await expect(applyMigrations(one.session, folder)).rejects.toThrow()
    expect((await two.client.query('SELECT pg_try_advisory_lock(72707369) AS free')).rows).toEqual([{ free: true }])
  })
})
