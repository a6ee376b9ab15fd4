import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import type { PrismaClient } from '../../../src/adapters/prisma/database.js'
import { Prisma } from '../../../src/generated/prisma/client.js'
import { openEmbeddedForTest } from '../../support/embedded.js'
import { createTestDatabase } from '../../support/postgres.js'
import { requires } from '../../support/requires.js'

const at = new Date('2026-11-27T12:34:56.789Z')

/** A value of each type that a statement may be given or may answer, by itself, in an array beside a `null`, and `null`. */
const everything = Prisma.sql`
  SELECT ${'a\\"{},'}::text AS text, ${['a', null, '']}::text[] AS texts, 'x'::name AS name, '0189f7a0-0000-7000-8000-000000000000'::uuid AS uuid,
    ${7}::integer AS integer, 7::smallint AS small, ${[7, 8]}::integer[] AS integers, ${1.5}::float8 AS float, 2.50::numeric AS numeric,
    ${9_007_199_254_740_993n}::bigint AS big, ${[1n, 2n]}::bigint[] AS bigs, ARRAY[1, NULL]::bigint[] AS some_bigs,
    ${true}::boolean AS yes, ${[true, false]}::boolean[] AS both, ${at}::timestamptz AS at, ${[at, null]}::timestamptz[] AS times,
    ${'2026-11-27T12:34:56.789012Z'}::timestamptz AS micro, ${at}::timestamp AS plain, '2026-11-27'::date AS day, ARRAY['2026-11-27', NULL]::date[] AS days,
    ${'{"a":[1,null,"b"]}'}::jsonb AS json, 'null'::jsonb AS json_null, '"a"'::json AS json_text, ARRAY['{"a":1}', NULL]::jsonb[] AS jsons,
    ${Buffer.from([0, 255])}::bytea AS bytes, ARRAY[1.5, NULL]::numeric[] AS numerics, '{}'::bigint[] AS no_bigs,
    ${null}::text AS no_text, ${null}::bigint AS no_big, NULL::numeric AS no_numeric, NULL::timestamptz AS no_time, NULL::jsonb AS no_json,
    NULL::bigint[] AS none_of_bigs, NULL::bytea AS no_bytes`

function rawStatements(prismaOf: () => PrismaClient): void {
  it('answer what a transaction of the client answers, in every type', async () => {
    const byClient = await prismaOf().$transaction((transaction) => transaction.$queryRaw<Record<string, unknown>[]>(everything))
    const alone = await prismaOf().$queryRaw<Record<string, unknown>[]>(everything)
    expect(alone).toEqual(byClient)
    expect(Object.keys(alone[0] ?? {})).toHaveLength(34)
  })

  it('answer how many rows were changed', async () => {
    await prismaOf().$executeRaw`CREATE TABLE raw_things (id integer PRIMARY KEY)`
    await expect(prismaOf().$executeRaw`INSERT INTO raw_things SELECT generate_series(1, ${3})`).resolves.toBe(3)
    await expect(prismaOf().$queryRaw`SELECT id FROM raw_things WHERE id > ${3}`).resolves.toEqual([])
  })

  it('belong to the transaction whose client they are asked of', async () => {
    const count = async () => (await prismaOf().$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM raw_things WHERE id = 4`)[0]?.count
    const undone = prismaOf().$transaction(async (transaction) => {
      await transaction.$executeRaw`INSERT INTO raw_things VALUES (4)`
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await count()).toBe(0n)
  })

  it('fail with what the database says', async () => {
    await expect(prismaOf().$executeRaw`INSERT INTO raw_things VALUES (${1})`).rejects.toMatchObject({ cause: { originalCode: '23505' } })
    await expect(prismaOf().$queryRaw`SELECT ${1}::integer / 0`).rejects.toThrow('division by zero')
  })
}

describe('raw statements, embedded', () => {
  let opened: Awaited<ReturnType<typeof openEmbeddedForTest>>
  beforeAll(async () => {
    opened = await openEmbeddedForTest()
  })
  afterAll(() => opened.close())

  rawStatements(() => opened.prisma)
})

requires('postgres')('raw statements on a server', () => {
  let prisma: PrismaClient
  let close: () => Promise<void>
  beforeAll(async () => {
    const { url, drop } = await createTestDatabase()
    const database = openPostgres(url)
    prisma = database.prisma
    close = () => database.close().then(drop)
  })
  afterAll(() => close())

  rawStatements(() => prisma)
})
