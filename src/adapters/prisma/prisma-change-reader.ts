import { BoundedQueue } from '../../application/bounded-queue.js'
import type { ChangeReader, ChatChanges, SyncAnswer, SyncRequest } from '../../application/ports/change-reader.js'
import type { ChatOfMember } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Prisma, PrismaClient } from '../../generated/prisma/client.js'
import { batched } from './batched.js'
import { ChangeQueries, readStandings, type Seat, type Standing, type StandingQuestion } from './change-queries.js'
import { fromCursor, isUuid, toCursor } from './cursor.js'
import { guard } from './failures.js'
import { toNumber } from './rows.js'

const chatsAnAnswer = 100
const changesAnAnswer = 1_000
const changesAChat = 100
const resetBeyond = 500
const newestOnReset = 50

type Plan = { readonly chatId: ChatId; readonly kind: 'same' | 'new' | 'reset' | 'changes'; readonly since: number; readonly cost: number }

export interface ReaderLimits {
  /** Answers made at a time: fewer than there are connections, so that a herd that comes back leaves some for who sends. */
  readonly concurrency: number
  /** How many may wait for their turn. */
  readonly waiting: number
}

const defaultLimits: ReaderLimits = { concurrency: 6, waiting: 1_000 }

export class PrismaChangeReader implements ChangeReader {
  readonly #prisma: PrismaClient
  readonly #turns: BoundedQueue
  readonly #standing: (question: StandingQuestion) => Promise<Standing>

  constructor(prisma: PrismaClient, limits: ReaderLimits = defaultLimits) {
    this.#prisma = prisma
    this.#turns = new BoundedQueue(limits.concurrency, limits.waiting, 'Too many are catching up at this moment.')
    this.#standing = batched((questions) => readStandings(prisma, questions), 200)
  }

  /** Most who come back have missed nothing: that takes a share of one statement to tell, and no transaction. */
  async changesFor(userId: UserId, request: SyncRequest): Promise<SyncAnswer> {
    const place = placeOf(request.cursor)
    const question = { userId, request, after: place?.after ?? null, limit: chatsAnAnswer + 1 }
    const standing = await guard(this.#standing(question))
    if (standing.seats.length === 0) return unchanged(standing, place)
    return this.#turns.run(() => guard(this.#read(question, place)))
  }

  #read(question: StandingQuestion, place: Place | null): Promise<SyncAnswer> {
    return this.#prisma.$transaction((transaction) => answer(transaction, question, place), {
      isolationLevel: 'RepeatableRead',
      maxWait: 4_000,
    })
  }
}

type Place = { readonly after: ChatId; readonly mine: number }

/** The cursor carries the user's counter of the first page: what changed below it between the pages is answered again next time. */
function placeOf(cursor: string | null): Place | null {
  if (cursor === null) return null
  const [after = '', mine = ''] = fromCursor(cursor, [isUuid, (part) => /^\d{1,15}$/.test(part)])
  return { after: after as ChatId, mine: Number(mine) }
}

const unchanged = ({ userSeq, notIn }: Standing, place: Place | null): SyncAnswer => ({
  chats: [],
  removed: place === null ? notIn : [],
  mine: { seq: place?.mine ?? userSeq, chats: [] },
  cursor: null,
})

async function answer(client: Prisma.TransactionClient, question: StandingQuestion, place: Place | null): Promise<SyncAnswer> {
  const [standing] = (await readStandings(client, [question])) as [Standing]
  const { seats, mine } = standing
  const queries = new ChangeQueries(client, question.userId)
  const plans = withinBudget(seats.map(planOf))
  const views = await queries.views(plans.map((plan) => plan.chatId))
  const changed = plans.filter((plan) => plan.kind === 'changes')
  const changes = await queries.changes(changed, changesAChat + 1)
  const fresh = plans.filter((plan) => plan.kind === 'reset').map((plan) => plan.chatId)
  const newest = await queries.newest(fresh, newestOnReset)
  const told = plans.flatMap((plan) => {
    const chat = views.get(plan.chatId)
    if (chat === undefined || plan.kind === 'same') return []
    if (plan.kind === 'new') return [whole(chat, chat.lastMessage === null ? [] : [chat.lastMessage], false)]
    if (plan.kind === 'reset') return [whole(chat, newest.get(plan.chatId) ?? [], true)]
    return [partOf(chat, changes.get(plan.chatId) ?? { messages: [], members: [] })]
  })
  const nothing = unchanged(standing, place)
  const { seq } = nothing.mine
  const last = plans.at(-1)
  return {
    ...nothing,
    chats: told,
    mine: { seq, chats: mineOf(views, mine) },
    cursor: last !== undefined && plans.length < seats.length ? toCursor([last.chatId, String(seq)]) : null,
  }
}

function planOf(seat: Seat): Plan {
  const chatId = seat.chat_id as ChatId
  const head = toNumber(seat.seq)
  const since = seat.held === null ? null : toNumber(seat.held)
  if (since === null) return { chatId, kind: 'new', since: 0, cost: 1 }
  if (since === head) return { chatId, kind: 'same', since, cost: 1 }
  if (since > head || head - since > resetBeyond) return { chatId, kind: 'reset', since: 0, cost: newestOnReset }
  return { chatId, kind: 'changes', since, cost: Math.min(changesAChat, head - since) }
}

function withinBudget(plans: readonly Plan[]): readonly Plan[] {
  let spent = 0
  const page = plans.slice(0, chatsAnAnswer)
  const end = page.findIndex((plan) => {
    spent += plan.cost
    return spent > changesAnAnswer
  })
  return end === -1 ? page : page.slice(0, Math.max(1, end))
}

const whole = (chat: ChatOfMember, messages: ChatChanges['messages'], reset: boolean): ChatChanges => ({
  chat,
  messages,
  members: [],
  seq: chat.seq,
  more: false,
  reset,
})

/** Both lists were read with one more than fits: cut at the change that is the last to fit, whichever list it is in. */
function partOf(chat: ChatOfMember, found: Pick<ChatChanges, 'messages' | 'members'>): ChatChanges {
  const seqs = [...found.messages, ...found.members].map((change) => change.seq).sort((a, b) => a - b)
  const more = seqs.length > changesAChat
  const upTo = more ? (seqs[changesAChat - 1] ?? chat.seq) : chat.seq
  return {
    chat,
    messages: found.messages.filter((message) => message.seq <= upTo),
    members: found.members.filter((member) => member.seq <= upTo),
    seq: upTo,
    more,
    reset: false,
  }
}

const mineOf = (views: ReadonlyMap<ChatId, ChatOfMember>, above: number): SyncAnswer['mine']['chats'] =>
  [...views.values()]
    .filter((chat) => chat.me.seq > above)
    .map(({ id, me, unread, unreadMentions }) => ({ chatId: id, me, unread, unreadMentions }))
