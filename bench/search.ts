import { Client } from 'pg'
import { openPostgres } from '../src/adapters/prisma/client.js'
import type { PrismaClient } from '../src/adapters/prisma/database.js'
import { PrismaMessageSearch } from '../src/adapters/prisma/search/prisma-message-search.js'
import { indexQueued } from '../src/adapters/prisma/search/search-indexer.js'
import type { UserId } from '../src/domain/ids.js'
import { parseSearch } from '../src/domain/search/criteria.js'
import { createTestDatabase } from '../test/support/postgres.js'
import { fill, historyWorld, people, withoutLexemesIndex, wordsFrom, wordsTable } from './load/history.js'
import { seedParley } from './load/seed.js'
import { machine, spread } from './measure.js'

const sizes = (process.env['BENCH_SIZES'] ?? '10000,100000,1000000').split(',').map(Number)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
/** A database that is kept: it takes minutes to fill. Without it, one of its own that is gone afterwards. */
const kept = process.env['BENCH_DATABASE']

interface Question {
  readonly kind: string
  readonly asks: readonly string[]
}

/** Searches of a database with up to a million messages: what people wait for a page of 50. */
export async function run(): Promise<void> {
  const world = historyWorld()
  const { url, drop } = kept === undefined ? await createTestDatabase() : { url: kept, drop: () => Promise.resolve() }
  const { prisma, migrate, close } = openPostgres(url)
  await migrate()
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    console.log(`${machine()}\n`)
    let size = await sizeOf(client)
    if (size === 0) {
      await seedParley(client, world)
      await client.query(wordsTable)
    }
    for (const next of sizes.filter((wanted) => wanted >= size)) {
      const perSecond = await grow(client, prisma, size, next)
      size = next
      const [row] = (
        await client.query<{
          index: string
          table: string
        }>(`SELECT pg_size_pretty(pg_relation_size('message_search_lexemes_idx')) AS index,
        pg_size_pretty(pg_total_relation_size('message_search')) AS table`)
      ).rows
      console.log(
        `\n${next} messages, indexed at ${Math.round(perSecond)} a second; lexemes' index ${row?.index}, all of search ${row?.table}\n`,
      )
      console.log('| milliseconds: median (least–most) | in all 1,000 chats | in 30 chats |\n|---|---|---|')
      const questions = await questionsFor(client)
      for (const { kind, asks } of questions) {
        const cells: string[] = []
        for (const person of [people.all, people.thirty]) cells.push(await measure(prisma, world.users[person] as UserId, asks))
        console.log(`| ${kind}: \`${asks[0]}\` | ${cells.join(' | ')} |`)
      }
    }
  } finally {
    await client.end()
    await close()
    await drop()
  }
}

async function sizeOf(client: Client): Promise<number> {
  return Number((await client.query<{ size: string }>('SELECT count(*) AS size FROM messages')).rows[0]?.size)
}

/** Answers how many messages a second were indexed. Many go faster without the index, which is made when they are in. */
async function grow(client: Client, prisma: PrismaClient, from: number, to: number): Promise<number> {
  if (from === to) return 0
  await client.query(fill(from, to, '1 minute'))
  const begun = performance.now()
  const index = async () => {
    while ((await indexQueued(prisma, 1_000)) > 0);
  }
  if (to - from > 50_000) await withoutLexemesIndex(client, index)
  else await index()
  const seconds = (performance.now() - begun) / 1_000
  await client.query('VACUUM ANALYZE')
  return (to - from) / seconds
}

/** Of what was written: pieces of messages from everywhere in time. */
async function questionsFor(client: Client): Promise<readonly Question[]> {
  const words = (from: number) => wordsFrom(client, from)
  const { rows } = await client.query<{ text: string }>(
    `SELECT text FROM messages WHERE length(text) > 25 AND text ~ '^[a-z]' ORDER BY md5(id::text) LIMIT 5`,
  )
  const { rows: chinese } = await client.query<{ text: string }>(
    `SELECT text FROM messages WHERE text !~ '[a-z]' AND length(text) > 9 ORDER BY md5(id::text) LIMIT 5`,
  )
  const rare = await words(15_000)
  const common = await words(1)
  const [lessCommon, medium] = [await words(20), await words(100)]
  return [
    { kind: 'very common word', asks: common },
    { kind: 'common word', asks: medium },
    { kind: 'word', asks: await words(1_000) },
    { kind: 'rare word', asks: rare },
    { kind: 'inside of a rare word', asks: rare.map((word) => word.slice(2)) },
    { kind: 'two common letters', asks: ['ba', 'co', 'du', 'la', 'te'] },
    { kind: 'two rare characters', asks: ['9f', '4a', 'f0', '0e', 'e1'] },
    { kind: 'one letter', asks: ['a', 'e', 'o', 'b', 'z'] },
    { kind: 'two Chinese characters', asks: chinese.map(({ text }) => text.slice(3, 5)) },
    { kind: 'five Chinese characters', asks: chinese.map(({ text }) => text.slice(3, 8)) },
    { kind: 'phrase', asks: rows.map(({ text }) => `"${text.split(' ').slice(1, 4).join(' ')}"`) },
    { kind: 'two common words', asks: common.map((word, place) => `${word} ${lessCommon[place]}`) },
    { kind: 'two words', asks: medium.map((word, place) => `${word} ${lessCommon[place]}`) },
    { kind: 'insides of two words', asks: medium.map((word, place) => `${word.slice(1)} ${lessCommon[place]?.slice(1)}`) },
    { kind: 'phrase of common words', asks: common.map((word, place) => `"${word} ${lessCommon[place]} ${medium[place]}"`) },
    { kind: 'common and rare word', asks: rare.map((word, place) => `${common[place]} ${word}`) },
    { kind: 'rare word and a letter', asks: rare.map((word, place) => `${word} ${'aeiou'[place]}`) },
    { kind: 'two pairs of letters', asks: ['ba 9f', '9f 4a', 'du f0', 'co 0e', 'la te'] },
    { kind: 'nothing has it', asks: ['qqqq', 'bababababa', 'xyzzy', 'qj', '无此文字'] },
    { kind: 'common word of one person', asks: common.map((word) => `${word} from:@person17`) },
    { kind: 'common word, long ago', asks: common.map((word) => `${word} before:2024-01-04`) },
  ]
}

async function measure(prisma: PrismaClient, person: UserId, asks: readonly string[]): Promise<string> {
  const search = new PrismaMessageSearch(prisma)
  const took: number[] = []
  let found = 0
  let refused = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const ask of asks) {
      const criteria = parseSearch(ask, { chatId: null, from: null, since: null, until: null, order: 'best' })
      const begun = performance.now()
      const page = await search.search(person, criteria, { limit: 50, cursor: null }).catch(() => null)
      took.push(performance.now() - begun)
      if (page === null) refused += 1
      found += page?.items.length ?? 0
    }
  }
  const refusals = refused > 0 ? `, ${refused} refused` : ''
  return `${spread(took)}${refusals}, ${(found / took.length).toFixed(0)} found`
}
