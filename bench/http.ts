import { randomUUID } from 'node:crypto'
import { Caller } from './load/caller.js'
import type { Contender } from './load/contender.js'
import { startParley } from './load/parley.js'
import { startExpress } from './load/peers.js'
import { makeWorld } from './load/world.js'
import { machine, spread } from './measure.js'

const senders = 64
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)
const roundMs = 2_000

/**
 * What a send costs beyond a request: CPU of the server's own process, in Parley with everything that a send goes through and nobody connected,
 * and in an Express that reads the same body and only answers, on a server as Express makes it and on one of ours. What PostgreSQL uses is not in it.
 */
export async function run(): Promise<void> {
  const world = makeWorld(400, [2])
  console.log(`${machine()}\n${senders} senders; ${rounds} rounds of ${roundMs} ms in turn; median (least–most)\n`)
  const contenders = [await startExpress(world), await startExpress(world, 'Parley'), await startParley(world)]
  try {
    const found = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]))
    for (const contender of contenders) await costOfSends(contender, world)
    for (let round = 0; round < rounds; round += 1)
      for (const contender of contenders) found.get(contender)?.push(await costOfSends(contender, world))
    console.log('| | µs of CPU a request |\n|---|---|')
    const [base = [], ownBase = [], parley = []] = found.values()
    for (const [{ name }, costs] of found) console.log(`| ${name} | ${spread(costs)} |`)
    const added = (to: readonly number[]) => spread(parley.map((cost, round) => cost - (to[round] ?? Number.NaN)))
    console.log(`| what Parley adds to the first, within each round | ${added(base)} |\n| to the second | ${added(ownBase)} |`)
  } finally {
    for (const contender of contenders) await contender.close()
  }
}

async function costOfSends({ ports, tokens, name, cpu }: Contender, { users, chats }: ReturnType<typeof makeWorld>): Promise<number> {
  const places = new Map(users.map((user, place) => [user, place]))
  const callers = await Promise.all(Array.from({ length: senders }, () => Caller.open(ports[0] ?? 0)))
  let sent = 0
  const [begun, before] = [performance.now(), cpu()]
  await Promise.all(
    callers.map(async (caller, nth) => {
      for (let turn = nth; performance.now() - begun < roundMs; turn += senders) {
        const chat = chats[turn % chats.length]
        const token = tokens[places.get(chat?.members[0] ?? '') ?? 0] ?? ''
        const body = `{"clientId":"${randomUUID()}","text":"A message of about the length that people write to each other, seventy."}`
        const status = await caller.post(`/v1/chats/${chat?.id}/messages`, token, body)
        if (status !== 201) throw new Error(`${name} answered ${status}.`)
        sent += 1
      }
    }),
  )
  const used = cpu() - before
  for (const caller of callers) caller.close()
  return (used / sent) * 1_000
}
