import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { median } from '../test/support/median.js'
import { fill, historyWorld, people, repeat, wordsFrom, wordsTable } from './load/history.js'
import { type ParleyContender, startParley } from './load/parley.js'
import type { World } from './load/world.js'
import { machine, spread } from './measure.js'

const sizes = (process.env['BENCH_SIZES'] ?? '1000,100000,10000000').split(',').map(Number)
/** What is more than so many is copies of it: to write and to index ten million would take hours. */
const writtenAtMost = 100_000
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const requestsARound = 20

/** One request, the n-th of its kind. Resolves once it is answered. */
type Ask = (turn: number) => Promise<unknown>

/** How long requests take, over HTTP and one after the other, as messages and a person's chats become more. */
export async function run(): Promise<void> {
  const world = historyWorld()
  console.log(`${machine()}\n${rounds} rounds of ${requestsARound} requests of each kind in turn; milliseconds: median (least–most)\n`)
  const parley = await startParley(world)
  const client = new Client({ connectionString: parley.databaseUrl })
  await client.connect()
  try {
    await client.query(wordsTable)
    const found: Measured[] = []
    let size = 0
    for (const next of sizes) {
      await grow(parley, client, size, next)
      size = next
      const { send, ...reads } = await requestsOf(parley, client, world, people.thirty)
      // Sends go last: a sync would find more each time.
      found.push(new Map([...(await measure(reads)), ...(await measure({ send }))]))
    }
    print(`a person in 30 chats`, sizes.map(named), found)
    const crowded: Measured[] = []
    for (const person of [people.ten, people.hundred, people.all]) {
      const { list, sync, common } = await requestsOf(parley, client, world, person)
      crowded.push(await measure({ list, sync, common }))
    }
    print(`${named(size)} messages, a person in`, ['10 chats', '100', '1,000'], crowded)
  } finally {
    await client.end()
    await parley.close()
  }
}

const named = (count: number): string => count.toLocaleString('en')

async function grow(parley: ParleyContender, client: Client, from: number, to: number): Promise<void> {
  const written = Math.min(to, writtenAtMost)
  if (from < written) await client.query(fill(from, written, '5 seconds'))
  await parley.settle()
  if (to > written) await repeat(client, to / written, (done) => console.error(`${named(done * written)} of ${named(to)} messages`))
  await client.query('VACUUM ANALYZE')
}

const kinds = {
  nothing: 'no work: /healthz',
  send: 'send',
  list: 'list of chats',
  newest: 'newest page of a chat',
  middle: 'a page in its middle',
  sync: 'sync, ten messages behind in one chat',
  rare: 'search for a rare word',
  common: 'search for the most common word',
} as const

type Kind = keyof typeof kinds
type Measured = ReadonlyMap<Kind, readonly number[]>

async function requestsOf(parley: ParleyContender, client: Client, world: World, person: number): Promise<Readonly<Record<Kind, Ask>>> {
  const { rows: chats } = await client.query<{ id: string; seq: string; count: string }>(
    `SELECT id, c.seq, c.message_count AS count FROM chats c JOIN chat_members m ON m.chat_id = c.id
     WHERE m.user_id = $1 ORDER BY c.message_count DESC`,
    [world.users[person]],
  )
  const [common, rare] = [await wordsFrom(client, 1), await wordsFrom(client, 15_000)]
  const token = parley.tokens[person] ?? ''
  const request = async (path: string, body?: object): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${parley.ports[0]}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`)
  }
  const messages = (turn: number) => `/v1/chats/${chats[turn % chats.length]?.id}/messages`
  const search = (words: readonly string[], turn: number) => `/v1/search?q=${words[turn % words.length]}`
  const held = chats.map(({ id, seq }, place) => ({ id, seq: Number(seq) - (place === 0 ? Math.min(10, Number(seq)) : 0) }))
  return {
    nothing: () => request('/healthz'),
    send: (turn) => request(messages(turn), { clientId: randomUUID(), text: 'A message of about the length that people write' }),
    list: () => request('/v1/chats'),
    newest: (turn) => request(messages(turn)),
    middle: (turn) => request(`${messages(turn)}?before=${Math.max(1, Math.round(Number(chats[turn % chats.length]?.count) / 2))}`),
    sync: () => request('/v1/sync', { chats: held }),
    rare: (turn) => request(search(rare, turn)),
    common: (turn) => request(search(common, turn)),
  }
}

async function measure(requests: Readonly<Partial<Record<Kind, Ask>>>): Promise<Measured> {
  const asks = Object.entries(requests) as [Kind, Ask][]
  const found = new Map(asks.map(([kind]): [Kind, number[]] => [kind, []]))
  for (let round = -1; round < rounds; round += 1)
    for (const [kind, ask] of asks)
      for (let turn = 0; turn < requestsARound; turn += 1) {
        const begun = performance.now()
        await ask(turn)
        // The first round warms up.
        if (round >= 0) found.get(kind)?.push(performance.now() - begun)
      }
  return found
}

/** A table, and the same as a plot: a line for each column, which lie on each other where nothing grows. */
function print(title: string, columns: readonly string[], found: readonly Measured[]): void {
  const rows = [...(found[0]?.keys() ?? [])]
  console.log(`| ${title} | ${columns.join(' | ')} |\n|---|${'---|'.repeat(columns.length)}`)
  for (const kind of rows) console.log(`| ${kinds[kind]} | ${found.map((each) => spread(each.get(kind) ?? [], 1)).join(' | ')} |`)
  const lines = found.map((each) => `  line [${rows.map((kind) => median(each.get(kind) ?? []).toFixed(1)).join(', ')}]`)
  const chart = ['```mermaid', 'xychart-beta', `  x-axis [${rows.join(', ')}]`, '  y-axis "ms"', ...lines, '```']
  console.log(`\n${chart.join('\n')}\n`)
}
