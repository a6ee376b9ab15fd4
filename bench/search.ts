import { Client } from 'pg'
import { openPostgres } from '../src/adapters/prisma/client.js'
import type { PrismaClient } from '../src/adapters/prisma/database.js'
import { PrismaMessageSearch } from '../src/adapters/prisma/search/prisma-message-search.js'
import { indexQueued } from '../src/adapters/prisma/search/search-indexer.js'
import type { UserId } from '../src/domain/ids.js'
import { parseSearch } from '../src/domain/search/criteria.js'
import { createTestDatabase } from '../test/support/postgres.js'
import { machine, spread } from './measure.js'

const sizes = (process.env['BENCH_SIZES'] ?? '10000,100000,1000000').split(',').map(Number)
const chatCount = 1_000
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
/** A database that is kept: it takes minutes to fill. Without it, one of its own that is gone afterwards. */
const kept = process.env['BENCH_DATABASE']

/**
 * 20,000 words, the n-th n times as rare as the first; a tenth of the messages are of 2,000 Chinese characters without a space. Person 1 is in
 * all chats, person 2 in one of 33; some chats have a hundred times as many messages as others.
 */
const world = `
  CREATE TABLE bench_words AS SELECT k, (SELECT string_agg(substr('bcdfghklmnprstvz', 1 + (k * 7 / (16 ^ i)::int + i * k) % 16, 1)
    || substr('aeiou', 1 + (k / (5 ^ i)::int + i) % 5, 1), '') FROM generate_series(0, 1 + k % 4) i) || CASE WHEN k > 200 THEN to_hex(k) ELSE '' END AS word
    FROM generate_series(1, 20000) k;
  CREATE INDEX ON bench_words (k);
  INSERT INTO users (id, handle, display_name, created_at) SELECT md5('u' || g)::uuid, 'user' || g, 'Person ' || g, now() FROM generate_series(1, 500) g;
  INSERT INTO chats (id, type, title, member_count, seq, created_at, last_activity_at, changed_at)
    SELECT md5('c' || g)::uuid, 'group', 'Chat ' || g, 12, 12, now(), now(), now() FROM generate_series(0, ${chatCount - 1}) g;
  INSERT INTO chat_members (chat_id, user_id, joined_at, seq)
    SELECT md5('c' || g)::uuid, md5('u' || m)::uuid, now(), 1 FROM generate_series(0, ${chatCount - 1}) g,
      LATERAL (SELECT 1 AS m UNION SELECT 2 WHERE g % 33 = 5 UNION SELECT 10 + (g * 7 + i) % 490 FROM generate_series(1, 10) i) x;`

/** Messages number `from + 1` to `to`, one a minute. */
const fill = (from: number, to: number): string => `
  CREATE TEMP TABLE said AS SELECT n, floor(${chatCount} * random() ^ 2)::int AS chat, (random() * 10)::int AS who FROM generate_series(${from + 1}, ${to}) n;
  CREATE TEMP TABLE texts AS SELECT n, string_agg(w.word, ' ') AS body
    FROM (SELECT n, least(20000, floor(exp(random() * ln(20000))))::int AS k FROM said, generate_series(1, 3 + n % 15) WHERE n % 10 > 0) x
    JOIN bench_words w ON w.k = x.k GROUP BY n
    UNION ALL SELECT n, string_agg(chr(19968 + floor(exp(random() * ln(2000)))::int), '') FROM said, generate_series(1, 6 + n % 30) WHERE n % 10 = 0 GROUP BY n;
  INSERT INTO messages (id, chat_id, number, seq, created_seq, sender_id, client_id, digest, text, created_at)
    SELECT gen_random_uuid(), c.id, c.message_count + row_number() OVER w, c.seq + row_number() OVER w, c.seq + row_number() OVER w,
      CASE WHEN who = 0 THEN md5('u1') ELSE md5('u' || 10 + (chat * 7 + who) % 490) END::uuid, gen_random_uuid(), 'd', t.body, timestamptz '2024-01-01' + n * interval '1 minute'
    FROM said JOIN texts t USING (n) JOIN chats c ON c.id = md5('c' || chat)::uuid WINDOW w AS (PARTITION BY c.id ORDER BY n) ORDER BY n;
  UPDATE chats c SET message_count = x.number, seq = x.seq FROM (SELECT chat_id, max(number) AS number, max(seq) AS seq FROM messages GROUP BY chat_id) x WHERE c.id = x.chat_id;
  DROP TABLE said, texts;`

interface Question {
  readonly kind: string
  readonly asks: readonly string[]
}

/** Searches of a database with up to a million messages: what people wait for a page of 50. */
export async function run(): Promise<void> {
  const { url, drop } = kept === undefined ? await createTestDatabase() : { url: kept, drop: () => Promise.resolve() }
  const { prisma, migrate, close } = openPostgres(url)
  await migrate()
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    console.log(`${machine()}\n`)
    let size = await sizeOf(client)
    if (size === 0) await client.query(world)
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
        for (const person of [1, 2]) cells.push(await measure(prisma, client, person, asks))
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
  await client.query(fill(from, to))
  const definition =
    (await client.query<{ sql: string }>("SELECT pg_get_indexdef('message_search_lexemes_idx'::regclass) AS sql")).rows[0]?.sql ?? ''
  const isMany = to - from > 50_000
  if (isMany) await client.query('DROP INDEX message_search_lexemes_idx')
  const begun = performance.now()
  while ((await indexQueued(prisma, 1_000)) > 0);
  if (isMany) await client.query(`SET maintenance_work_mem = '512MB'; ${definition}`)
  const seconds = (performance.now() - begun) / 1_000
  await client.query('VACUUM ANALYZE')
  return (to - from) / seconds
}

/** Of what was written: pieces of messages from everywhere in time. */
async function questionsFor(client: Client): Promise<readonly Question[]> {
  const words = async (from: number): Promise<string[]> =>
    (await client.query<{ word: string }>(`SELECT word FROM bench_words WHERE k >= ${from} ORDER BY k LIMIT 5`)).rows.map(
      ({ word }) => word,
    )
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
    { kind: 'common word of one person', asks: common.map((word) => `${word} from:@user17`) },
    { kind: 'common word, long ago', asks: common.map((word) => `${word} before:2024-01-04`) },
  ]
}

async function measure(prisma: PrismaClient, client: Client, person: number, asks: readonly string[]): Promise<string> {
  const search = new PrismaMessageSearch(prisma)
  const { rows } = await client.query<{ id: string }>('SELECT id FROM users WHERE handle = $1', [`user${person}`])
  const took: number[] = []
  let found = 0
  let refused = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const ask of asks) {
      const criteria = parseSearch(ask, { chatId: null, from: null, since: null, until: null, order: 'best' })
      const begun = performance.now()
      const page = await search.search(rows[0]?.id as UserId, criteria, { limit: 50, cursor: null }).catch(() => null)
      took.push(performance.now() - begun)
      if (page === null) refused += 1
      found += page?.items.length ?? 0
    }
  }
  const refusals = refused > 0 ? `, ${refused} refused` : ''
  return `${spread(took)}${refusals}, ${(found / took.length).toFixed(0)} found`
}
