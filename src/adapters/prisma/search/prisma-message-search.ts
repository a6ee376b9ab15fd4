import { BoundedQueue } from '../../../application/bounded-queue.js'
import type { MessageSearch } from '../../../application/ports/message-search.js'
import type { Page, PageRequest } from '../../../application/ports/page.js'
import type { MessageId, UserId } from '../../../domain/ids.js'
import type { Message } from '../../../domain/messages/message.js'
import type { SearchCriteria } from '../../../domain/search/criteria.js'
import { type Rank, rankOf } from '../../../domain/search/rank.js'
import type { Prisma, PrismaClient } from '../../../generated/prisma/client.js'
import { fromCursor, isMilliseconds, isUuid, toCursor } from '../cursor.js'
import { guard } from '../failures.js'
import { candidatesOf, type ReadingCosts } from './candidates.js'
import { type LexemeQuery, lexemeQueries } from './lexemes.js'
import { type Place, readQueued, readScope, type Scope } from './search-statements.js'

export interface SearchCosts extends ReadingCosts {
  /** So much of what is not indexed yet is looked through. */
  readonly queued: number
}

const usualCosts: SearchCosts = { fewMessages: 5_000, newest: 5_000, queued: 500, rounds: 6 }
/** Waiting for a connection, and for all of its statements. */
const limits = { maxWait: 2_000, timeout: 4_000 } as const
const leastAsked = 50
/** Some of what has the pieces of a phrase is none: asked for a few more, the index need not be asked again for them. */
const margin = 1.25

interface Found {
  readonly message: Message
  readonly rank: Rank
}

type RankedPlace = Place & { readonly rank: Rank }

/** In order, as many as were asked for. `until` is where it was given up, if it was: there may be more below. */
interface Results {
  readonly found: readonly Found[]
  readonly until: RankedPlace | null
}

/** Everything a search goes by. */
interface Search {
  readonly client: Prisma.TransactionClient
  readonly scope: Scope
  readonly criteria: SearchCriteria
  /** What is not indexed as it now is. */
  readonly queue: readonly Message[]
}

export class PrismaMessageSearch implements MessageSearch {
  readonly #prisma: PrismaClient
  readonly #costs: SearchCosts
  /** Fewer at a time than there are connections: a search must not keep a send waiting. */
  readonly #turns = new BoundedQueue(4, 100, 'Too many are searching at this moment.')

  constructor(prisma: PrismaClient, costs: SearchCosts = usualCosts) {
    this.#prisma = prisma
    this.#costs = costs
  }

  async search(userId: UserId, criteria: SearchCriteria, { limit, cursor }: PageRequest): Promise<Page<Message> | null> {
    const after = cursor === null ? null : parseCursor(cursor)
    const results = await this.#turns.run(() =>
      guard(
        this.#prisma.$transaction(async (client) => {
          const scope = await readScope(client, userId, criteria)
          if (scope === null) return null
          if (scope.chats === 0) return { found: [], until: null }
          const queue = await readQueued(client, scope, this.#costs.queued)
          return this.#find({ client, scope, criteria, queue }, after, limit + 1)
        }, limits),
      ),
    )
    return results && toPage(results, limit)
  }

  /** What is queued is read before what is indexed: what is indexed in between is met twice, not missed. */
  async #find(search: Search, after: RankedPlace | null, count: number): Promise<Results> {
    const { queue, criteria, scope } = search
    const queries = lexemeQueries(criteria, scope.senderId)
    const all: Found[] = []
    for (const rank of ['words', 'parts'] as const) {
      const query = queries[rank]
      if (query === null || all.length >= count || (rank === 'words' && after?.rank === 'parts')) continue
      const start = after?.rank === rank ? after : null
      const { found, until } = await this.#indexed(search, query, rank, start, count - all.length)
      const fresh = judged(queue, criteria, rank).filter((one) => (!start || isBelow(one, start)) && (!until || !isBelow(one, until)))
      all.push(...[...found, ...fresh].sort(newestFirst))
      if (until !== null && all.length < count) return { found: all, until }
    }
    return { found: all, until: null }
  }

  async #indexed(
    { client, scope, criteria, queue }: Search,
    query: LexemeQuery,
    rank: Rank,
    start: Place | null,
    count: number,
  ): Promise<Results> {
    const { since, until } = criteria
    const queued = new Set(queue.map(({ id }) => id))
    const wanted = { ...query, since, until, after: start, count: Math.max(Math.ceil(count * margin), leastAsked) }
    const found: Found[] = []
    let place = start
    for await (const { messages, isLast } of candidatesOf(client, scope, wanted, this.#costs)) {
      const indexed = messages.filter(({ id }) => !queued.has(id))
      found.push(...judged(indexed, criteria, rank))
      if (found.length >= count || isLast) return { found, until: null }
      const last = messages.at(-1)
      if (last) place = { at: last.createdAt, id: last.id }
    }
    return { found, until: place && { ...place, rank } }
  }
}

const judged = (messages: readonly Message[], criteria: SearchCriteria, rank: Rank): Found[] =>
  messages.filter((message) => rankOf(message, criteria) === rank).map((message) => ({ message, rank }))

const newestFirst = ({ message: a }: Found, { message: b }: Found): number =>
  b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1)

const isBelow = ({ message }: Found, { at, id }: Place): boolean =>
  message.createdAt < at || (message.createdAt.getTime() === at.getTime() && message.id < id)

const isRank = (part: string): boolean => part === 'words' || part === 'parts'

function parseCursor(cursor: string): RankedPlace {
  const [rank, at, id] = fromCursor(cursor, [isRank, isMilliseconds, isUuid])
  return { rank: rank as Rank, at: new Date(Number(at)), id: id as MessageId }
}

function toPage({ found, until }: Results, limit: number): Page<Message> {
  const own = found.slice(0, limit)
  const last = found.length > limit ? own.at(-1) : undefined
  const next = last ? { rank: last.rank, at: last.message.createdAt, id: last.message.id } : until
  return {
    items: own.map(({ message }) => message),
    nextCursor: next && toCursor([next.rank, String(next.at.getTime()), next.id]),
  }
}
