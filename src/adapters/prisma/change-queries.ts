import type { SyncRequest } from '../../application/ports/change-reader.js'
import type { ChatOfMember } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import type { Message } from '../../domain/messages/message.js'
import { Prisma } from '../../generated/prisma/client.js'
import { type ChatOfMemberRow, selectChatsOfMembers, toChatOfMember } from './chat-of-member.js'
import { type MemberRow, memberColumns, toMember } from './member-rows.js'
import { type MessageRow, messageColumns, toMessage } from './message-rows.js'
import { toNumber } from './rows.js'

export interface Seat {
  readonly chat_id: string
  readonly seq: bigint
  /** What the client holds; `null` for a chat it did not name. */
  readonly held: bigint | null
}

export interface Standing {
  /** The user's counter. */
  readonly userSeq: number
  /** What the client holds of its own; 0 if it names a counter that never was, as after a restored backup: nothing of that can be trusted. */
  readonly mine: number
  /** The user's chats of which there is anything to tell, in the order of their ids. */
  readonly seats: readonly Seat[]
  /** The chats that were named and that the user is not in. */
  readonly notIn: readonly ChatId[]
}

interface Found {
  readonly messages: Message[]
  readonly members: Member[]
}

type Client = Pick<Prisma.TransactionClient, '$queryRaw'>

export interface StandingQuestion {
  readonly userId: UserId
  readonly request: SyncRequest
  /** The chat after which a page begins. */
  readonly after: ChatId | null
  /** Seats an answer has at most. */
  readonly limit: number
}

type StandingRow = Seat & { readonly question: number; readonly user_seq: bigint; readonly known: bigint; readonly not_in: ChatId[] }

/** All that tells whether anything changed, for many at once, in one statement, hence of one snapshot even by itself. */
export async function readStandings(client: Client, questions: readonly StandingQuestion[]): Promise<Standing[]> {
  const rows = await client.$queryRaw<StandingRow[]>`
    SELECT q.number::int AS question, coalesce(u.seq, 0) AS user_seq, known.seq AS known, s.chat_id, s.seq, s.held, foreign_to.chats AS not_in
    FROM unnest(
      ${questions.map((one) => one.userId)}::uuid[],
      ${questions.map((one) => one.request.mine)}::bigint[],
      ${questions.map((one) => one.after)}::uuid[],
      ${questions.map((one) => one.limit)}::int[],
      ${questions.map((one) => heldOf(one.request))}::text[]
    ) WITH ORDINALITY AS q(user_id, mine, after, seats, held, number)
    LEFT JOIN users u ON u.id = q.user_id
    CROSS JOIN LATERAL (SELECT CASE WHEN q.mine > coalesce(u.seq, 0) THEN 0 ELSE q.mine END AS seq) known
    CROSS JOIN LATERAL (
      SELECT ARRAY(
        SELECT h.id FROM jsonb_to_recordset(q.held::jsonb) AS h(id uuid)
        LEFT JOIN LATERAL (
          SELECT chat_id FROM chat_members WHERE chat_id = h.id AND user_id = q.user_id AND left_at IS NULL OFFSET 0
        ) v ON true
        WHERE v.chat_id IS NULL
      ) AS chats OFFSET 0
    ) foreign_to
    LEFT JOIN LATERAL (
      SELECT c.id AS chat_id, c.seq, h.seq AS held
      FROM chat_members v
      JOIN chats c ON c.id = v.chat_id
      LEFT JOIN jsonb_to_recordset(q.held::jsonb) AS h(id uuid, seq bigint) ON h.id = c.id
      WHERE v.user_id = q.user_id AND v.left_at IS NULL AND (h.seq IS DISTINCT FROM c.seq OR v.me_seq > known.seq)
        AND (q.after IS NULL OR c.id > q.after)
      ORDER BY c.id LIMIT q.seats) s ON true
    ORDER BY q.number, s.chat_id`
  const found = questions.map((): StandingRow[] => [])
  for (const row of rows) found[row.question - 1]?.push(row)
  return found.map(toStanding)
}

const heldOf = ({ chats }: SyncRequest): string => JSON.stringify([...new Map(chats.map((chat) => [chat.id, chat])).values()])

const toStanding = (rows: readonly StandingRow[]): Standing => ({
  userSeq: toNumber(rows[0]?.user_seq ?? 0n),
  mine: toNumber(rows[0]?.known ?? 0n),
  seats: rows.filter(({ chat_id }) => chat_id !== null),
  notIn: rows[0]?.not_in ?? [],
})

/** The queries of one answer, for all of its chats at once, in one transaction. */
export class ChangeQueries {
  readonly #client: Client
  readonly #userId: UserId

  constructor(client: Client, userId: UserId) {
    this.#client = client
    this.#userId = userId
  }

  async views(chatIds: readonly ChatId[]): Promise<ReadonlyMap<ChatId, ChatOfMember>> {
    if (chatIds.length === 0) return new Map()
    const seats = Prisma.sql`SELECT w.id, ${this.#userId}::uuid FROM unnest(${[...chatIds]}::uuid[]) AS w(id)`
    const rows = await this.#client.$queryRaw<ChatOfMemberRow[]>`${selectChatsOfMembers(seats)} ORDER BY c.id`
    return new Map(rows.map((row) => [row.id as ChatId, toChatOfMember(row)]))
  }

  /** What the user may see of each chat's changes above `since`, oldest first, at most `limit` of either kind. */
  async changes(chats: readonly { readonly chatId: ChatId; readonly since: number }[], limit: number): Promise<ReadonlyMap<ChatId, Found>> {
    const found = new Map<ChatId, Found>(chats.map(({ chatId }) => [chatId, { messages: [], members: [] }]))
    if (chats.length === 0) return found
    const held = Prisma.sql`unnest(${chats.map((chat) => chat.chatId)}::uuid[], ${chats.map((chat) => chat.since)}::bigint[]) AS h(chat_id, since)`
    const messages = await this.#client.$queryRaw<MessageRow[]>`
      SELECT m.* FROM ${held}
      JOIN chat_members v ON v.chat_id = h.chat_id AND v.user_id = ${this.#userId}::uuid
      CROSS JOIN LATERAL (
        SELECT ${messageColumns} FROM messages m
        WHERE m.chat_id = h.chat_id AND m.seq > h.since AND m.number >= v.first_number ORDER BY m.seq LIMIT ${limit}
      ) m ORDER BY m.seq`
    for (const row of messages) found.get(row.chat_id as ChatId)?.messages.push(toMessage(row))
    const members = await this.#client.$queryRaw<MemberRow[]>`
      SELECT o.* FROM ${held}
      JOIN chats c ON c.id = h.chat_id
      CROSS JOIN LATERAL (
        SELECT ${memberColumns} FROM chat_members o JOIN users u ON u.id = o.user_id
        WHERE o.chat_id = h.chat_id AND o.seq > h.since ORDER BY o.seq LIMIT ${limit}
      ) o ORDER BY o.seq`
    for (const row of members) found.get(row.chat_id as ChatId)?.members.push(toMember(row))
    return found
  }

  /** The newest messages of each chat that the user may see, ascending. */
  async newest(chatIds: readonly ChatId[], count: number): Promise<ReadonlyMap<ChatId, readonly Message[]>> {
    const found = new Map<ChatId, Message[]>(chatIds.map((chatId) => [chatId, []]))
    if (chatIds.length === 0) return found
    const rows = await this.#client.$queryRaw<MessageRow[]>`
      SELECT ${messageColumns} FROM unnest(${[...chatIds]}::uuid[]) AS w(id)
      JOIN chats c ON c.id = w.id
      JOIN chat_members v ON v.chat_id = c.id AND v.user_id = ${this.#userId}::uuid
      JOIN messages m ON m.chat_id = c.id AND m.number > c.message_count - ${count}::int AND m.number >= v.first_number
      ORDER BY m.number`
    for (const row of rows) found.get(row.chat_id as ChatId)?.push(toMessage(row))
    return found
  }
}
