import type { Timers } from '../../../application/ports/timers.js'
import { Rounds } from '../../../application/rounds.js'
import type { UserId } from '../../../domain/ids.js'
import type { PrismaClient } from '../../../generated/prisma/client.js'
import { lexemeSeparator, lexemesOf } from './lexemes.js'

/** Milliseconds to the next look, where there was nothing and where there was something: a little often keeps others waiting less. */
const idle = 1_000
const busy = 250

export interface SearchIndexerOptions {
  /**
   * Messages at a time: twice as many as to the one before while there are more, as few take less time from those who send, and many cost
   * less each.
   */
  readonly batch: { readonly least: number; readonly most: number }
  /** Messages after which what they leave behind in the queue is cleared away: nothing else does it in the embedded database. */
  readonly clearAfter: number
  readonly onFailure: (reason: unknown) => void
}

/** Makes what is queued findable by the index, again and again. Any number of nodes may do so. */
export class SearchIndexer {
  readonly #prisma: PrismaClient
  readonly #options: SearchIndexerOptions
  readonly #rounds: Rounds
  #batch: number
  #uncleared = 0
  #hasTaken = false

  constructor(prisma: PrismaClient, timers: Timers, options: SearchIndexerOptions) {
    this.#prisma = prisma
    this.#options = options
    this.#batch = options.batch.least
    this.#rounds = new Rounds(timers, { work: () => this.#index(), pause: idle, onFailure: options.onFailure })
  }

  start(): void {
    this.#rounds.start(idle)
  }

  /** Resolves once the round under way is over. */
  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  async #index(): Promise<number> {
    const { batch, clearAfter } = this.#options
    const size = this.#batch
    // After a failure, too: fewer may succeed.
    this.#batch = batch.least
    const taken = await indexQueued(this.#prisma, size)
    // Some of a batch stay, where they were edited meanwhile.
    const areMore = taken >= size / 2
    this.#uncleared += taken
    this.#hasTaken ||= taken > 0
    if (areMore) {
      this.#batch = Math.min(2 * size, batch.most)
      return 0
    }
    if (this.#uncleared >= clearAfter) {
      this.#uncleared = 0
      await this.#prisma.$executeRaw`VACUUM search_queue`
    }
    const pause = this.#hasTaken ? busy : idle
    this.#hasTaken = false
    return pause
  }
}

/** A message may be queued more than once; it has no sender if it was deleted. */
interface QueuedRow {
  readonly id: bigint
  readonly message_id: string
  readonly sender_id: UserId | null
  readonly text: string | null
  readonly attachments: readonly unknown[] | null
}

/** Indexes the last so many of the queue, and answers how many that were; none while somebody else is at it. */
export async function indexQueued(prisma: PrismaClient, limit: number): Promise<number> {
  const queued = await prisma.$queryRaw<QueuedRow[]>`
    WITH q AS MATERIALIZED (SELECT id, message_id FROM search_queue ORDER BY id DESC LIMIT ${limit})
    SELECT q.id, q.message_id, m.sender_id, m.text, m.attachments FROM q LEFT JOIN messages m ON m.id = q.message_id AND m.deleted_at IS NULL`
  if (queued.length === 0) return 0
  const found = new Map<string, { readonly text: string | null; readonly lexemes: string }>()
  const gone = new Set<string>()
  for (const { message_id: id, sender_id: senderId, text, attachments } of queued) {
    if (senderId === null) gone.add(id)
    else if (!found.has(id))
      found.set(id, { text, lexemes: lexemesOf({ senderId, text, attachments: attachments ?? [] }).join(lexemeSeparator) })
  }
  const indexed = [...found.values()]
  const [answer] = await prisma.$queryRaw<{ taken: bigint | null }[]>`
    SELECT index_messages(${queued.map(({ id }) => id)}::bigint[], ${[...gone]}::uuid[], ${[...found.keys()]}::uuid[],
      ${indexed.map(({ text }) => text)}::text[], ${indexed.map(({ lexemes }) => lexemes)}::text[], ${lexemeSeparator}) AS taken`
  return Number(answer?.taken ?? 0)
}
