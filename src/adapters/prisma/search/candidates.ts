import type { MessageId } from '../../../domain/ids.js'
import type { Message } from '../../../domain/messages/message.js'
import { isBeginning, operandsOf } from './lexemes.js'
import {
  type Client,
  findAmongNewest,
  findByLexemes,
  findInEachChat,
  type Lookup,
  readMessages,
  type Scope,
  type Walked,
  type Wanted,
} from './search-statements.js'

export interface ReadingCosts {
  /** A user who may see no more than so many messages has theirs looked through, if their chats are few too. */
  readonly fewMessages: number
  /** So many of the newest messages are looked at before the index of lexemes is asked. */
  readonly newest: number
  /** Times that more is read, each time twice as much, where what was read turns out to be none. */
  readonly rounds: number
}

// What things take, in messages looked at that lie apart from each other on the disk.
const openingOfChat = 5
/** The newest lie together. */
const oneOfNewest = 1 / 4
/** To learn from its index which messages a chat has. */
const oneOfChat = 1 / 40
/** To learn from theirs which messages have any of the lexemes that begin so. */
const oneOfBeginning = 1 / 10

/** Parts of a question that are told apart. */
const mostParts = 8
/** Parts that are looked up: each takes a step for each message that has those before it. */
const mostLookedUp = 4

export interface Batch {
  readonly messages: readonly Message[]
  readonly isLast: boolean
}

/** What has the lexemes that are wanted, the newest first: so many, then twice as many, each time in the way that takes the least. */
export async function* candidatesOf(client: Client, scope: Scope, first: Wanted, costs: ReadingCosts): AsyncGenerator<Batch> {
  let wanted = first
  let ids: readonly MessageId[] | null = null
  for (let round = 0; round < costs.rounds; round += 1) {
    const { count } = wanted
    const found: Found = ids === null ? await find(client, scope, wanted, costs) : { ids }
    ids = 'ids' in found ? found.ids.slice(count) : null
    const messages = 'ids' in found ? await readMessages(client, found.ids.slice(0, count)) : found.messages
    yield { messages, isLast: ids === null ? messages.length < count : ids.length === 0 }
    const last = messages.at(-1)
    wanted = { ...wanted, count: count * 2, after: last ? { at: last.createdAt, id: last.id } : wanted.after }
  }
}

/** As many messages as were wanted, or the ids of as many as are ever read. */
type Found = { readonly messages: readonly Message[] } | { readonly ids: readonly MessageId[] }

async function find(client: Client, scope: Scope, wanted: Wanted, { fewMessages, newest, rounds }: ReadingCosts): Promise<Found> {
  const opening = scope.chats * openingOfChat
  if (scope.messages + opening <= fewMessages) return { messages: await findInEachChat(client, scope, wanted) }
  const walked = await findAmongNewest(client, scope, wanted, newest, spread(operandsOf(wanted), mostParts))
  if (isWhole(walked, wanted, newest)) return walked

  const { cost, ...lookup } = lookupOf(walked, scope)
  const inEachChat = opening + Math.min(scope.messages, (scope.chats * wanted.count * walked.walked) / walked.hits)
  const messages = await findFurtherBack(client, scope, wanted, walked, Math.min(inEachChat, cost))
  if (messages !== null) return { messages }
  if (inEachChat < cost) return { messages: await findInEachChat(client, scope, wanted) }
  return { ids: await findByLexemes(client, scope, { ...wanted, count: wanted.count * 2 ** rounds }, lookup) }
}

const isWhole = ({ messages, walked }: Walked, { count }: Wanted, rows: number): boolean => messages.length >= count || walked < rows

/** As many as are wanted, if it goes on as in the newest messages. `null` if it does not, or if getting there takes so much or more. */
async function findFurtherBack(
  client: Client,
  scope: Scope,
  wanted: Wanted,
  walked: Walked,
  takes: number,
): Promise<readonly Message[] | null> {
  // Half as far again, as it goes up and down.
  const times = (1.5 * wanted.count) / walked.messages.length
  const rows = walked.walked * times
  const inAllChats = rows * oneOfNewest
  const inEachChat = scope.chats * openingOfChat + (rows * scope.messages) / allIn(scope)
  if (Math.min(inAllChats, inEachChat) >= takes) return null
  const messages =
    inAllChats < inEachChat
      ? (await findAmongNewest(client, scope, wanted, Math.ceil(rows), [])).messages
      : await findInEachChat(client, scope, { ...wanted, since: sinceThen(wanted, walked, times) })
  return messages.length >= wanted.count ? messages : null
}

/** So many times as far back as was walked. */
function sinceThen({ since }: Wanted, { newest, oldest }: Walked, times: number): Date {
  const then = new Date(newest.getTime() - times * (newest.getTime() - oldest.getTime()))
  return since !== null && since > then ? since : then
}

const allIn = ({ indexed, messages }: Scope): number => Math.max(indexed, messages)

/** What to look up, by what the newest messages tell of all: the rarest parts, as long as they save more than they take. */
export function lookupOf(
  { walked, having, parts }: Pick<Walked, 'walked' | 'having' | 'parts'>,
  scope: Scope,
): Lookup & { readonly cost: number } {
  const all = allIn(scope)
  const operands: string[] = []
  let left = all
  let cost = 0
  for (const { operand, hits } of [...parts].sort((a, b) => a.hits - b.hits)) {
    // Never none and never all: it is told by a sample.
    const share = (hits + 1) / (walked + 2)
    const takes = isBeginning(operand) ? all * share * oneOfBeginning : 0
    if (operands.length === mostLookedUp || left * (1 - share) <= takes) continue
    operands.push(operand)
    left *= share
    cost += takes
  }
  if (operands.length === 0) return { operands, inChats: false, cost: Number.POSITIVE_INFINITY }
  const everywhere = (having / walked) * all
  const inChats = scope.messages * oneOfChat + (having / walked) * scope.messages
  return { operands, inChats: inChats < everywhere, cost: cost + Math.min(everywhere, inChats) }
}

/** So many of them at most, from everywhere. */
function spread<Item>(items: readonly Item[], most: number): readonly Item[] {
  const step = Math.max(1, items.length / most)
  return items.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step))
}
