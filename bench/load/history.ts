import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import type { World } from './world.js'

const chatCount = 1_000
/** In so many of the chats each; the rest of the people are in some 25. */
export const people = { all: 0, hundred: 1, thirty: 2, ten: 3 } as const
const others = 490
const firstOther = 10

const uuidOf = (name: string): string =>
  createHash('md5')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** People and chats of which `fill` writes the messages: the same ones each time. */
export function historyWorld(): World {
  const users = Array.from({ length: firstOther + others }, (_, nth) => uuidOf(`user ${nth}`))
  const inOneOf: readonly (readonly [user: number, chats: number])[] = [
    [people.all, 1],
    [people.hundred, 10],
    [people.thirty, 33],
    [people.ten, 100],
  ]
  const chats = Array.from({ length: chatCount }, (_, nth) => {
    const some = Array.from({ length: 10 }, (_other, place) => firstOther + ((nth * 7 + place) % others))
    const members = [...inOneOf.filter(([, each]) => nth % each === 5 % each).map(([user]) => user), ...some]
    return { id: uuidOf(`chat ${nth}`), members: members.map((user) => users[user] ?? '') }
  })
  return { users, chats }
}

/** 20,000 words, the n-th n times as rare as the first. */
export const wordsTable = `
  CREATE TABLE bench_words AS SELECT k, (SELECT string_agg(substr('bcdfghklmnprstvz', 1 + (k * 7 / (16 ^ i)::int + i * k) % 16, 1)
    || substr('aeiou', 1 + (k / (5 ^ i)::int + i) % 5, 1), '') FROM generate_series(0, 1 + k % 4) i) || CASE WHEN k > 200 THEN to_hex(k) ELSE '' END AS word
    FROM generate_series(1, 20000) k;
  CREATE INDEX ON bench_words (k);`

/** Five of the words, from the k-th most frequent on. */
export async function wordsFrom(client: Client, k: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ word: string }>('SELECT word FROM bench_words WHERE k >= $1 ORDER BY k LIMIT 5', [k])
  return rows.map(({ word }) => word)
}

/** SQL of a UUIDv7 for a moment, the rest of it made of a text. */
const idAt = (at: string, rest: string): string =>
  `(lpad(to_hex((extract(epoch FROM ${at}) * 1000)::bigint), 12, '0') || '7' || substr(md5(${rest}), 1, 3) || '8' || substr(md5(${rest}), 4, 15))::uuid`

/**
 * SQL that writes messages number `from + 1` to `to`, one each `step`. A tenth are of 2,000 Chinese characters without a space, and some chats have
 * a hundred times as many as others.
 */
export const fill = (from: number, to: number, step: string): string => `
  CREATE TEMP TABLE said AS SELECT n, floor(${chatCount} * random() ^ 2)::int AS chat, (random() * 10)::int AS who,
    timestamptz '2024-01-01' + n * interval '${step}' AS at FROM generate_series(${from + 1}, ${to}) n;
  CREATE TEMP TABLE texts AS SELECT n, string_agg(w.word, ' ') AS body
    FROM (SELECT n, least(20000, floor(exp(random() * ln(20000))))::int AS k FROM said, generate_series(1, 3 + n % 15) WHERE n % 10 > 0) x
    JOIN bench_words w ON w.k = x.k GROUP BY n
    UNION ALL SELECT n, string_agg(chr(19968 + floor(exp(random() * ln(2000)))::int), '') FROM said, generate_series(1, 6 + n % 30) WHERE n % 10 = 0 GROUP BY n;
  INSERT INTO messages (id, chat_id, number, seq, created_seq, sender_id, client_id, digest, text, created_at)
    SELECT ${idAt('at', 'n::text')}, c.id, c.message_count + row_number() OVER w, c.seq + row_number() OVER w, c.seq + row_number() OVER w,
      CASE WHEN who = 0 THEN md5('user ${people.all}') ELSE md5('user ' || ${firstOther} + (chat * 7 + who - 1) % ${others}) END::uuid,
      gen_random_uuid(), 'd', t.body, at
    FROM said JOIN texts t USING (n) JOIN chats c ON c.id = md5('chat ' || chat)::uuid WINDOW w AS (PARTITION BY c.id ORDER BY n) ORDER BY n;
  UPDATE chats c SET message_count = x.number, seq = x.seq FROM (SELECT chat_id, max(number) AS number, max(seq) AS seq FROM messages GROUP BY chat_id) x WHERE c.id = x.chat_id;
  DROP TABLE said, texts;`

/** Writes all messages `times - 1` times more, each time later ones, with what the search has of them. No trigger and no foreign key looks. */
export async function repeat(client: Client, times: number, tell: (done: number) => void): Promise<void> {
  await client.query(`SET session_replication_role = replica;
    CREATE TEMP TABLE base AS SELECT m.*, s.lexemes, c.message_count FROM messages m JOIN message_search s ON s.message_id = m.id JOIN chats c ON c.id = m.chat_id;
    ANALYZE base`)
  const span = `(SELECT max(created_at) - min(created_at) + interval '1 second' FROM base)`
  await withoutLexemesIndex(client, async () => {
    for (let nth = 1; nth < times; nth += 1) {
      await client.query(`
        CREATE TEMP TABLE copies ON COMMIT DROP AS SELECT ${idAt('at', `id::text || ${nth}`)} AS new_id, number + ${nth} * message_count AS new_number, *
          FROM (SELECT *, created_at + ${nth} * ${span} AS at FROM base ORDER BY created_at) x;
        INSERT INTO messages (id, chat_id, number, seq, created_seq, sender_id, client_id, digest, text, created_at)
          SELECT new_id, chat_id, new_number, seq + ${nth} * message_count, seq + ${nth} * message_count, sender_id, gen_random_uuid(), digest, text, at FROM copies;
        INSERT INTO message_search (message_id, chat_id, number, created_at, lexemes) SELECT new_id, chat_id, new_number, at, lexemes FROM copies`)
      tell(nth + 1)
    }
    await client.query(`UPDATE chats SET seq = seq + ${times - 1} * message_count, message_count = ${times} * message_count;
      DROP TABLE base;
      SET session_replication_role = DEFAULT`)
  })
}

/** Many messages go into the search faster without its index, which is made when they are in. */
export async function withoutLexemesIndex(client: Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ sql: string }>("SELECT pg_get_indexdef('message_search_lexemes_idx'::regclass) AS sql")
  await client.query('DROP INDEX message_search_lexemes_idx')
  await work()
  await client.query(`SET maintenance_work_mem = '2GB'; ${rows[0]?.sql}`)
}
