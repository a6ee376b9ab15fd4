import type { ChangeLog, LaterSeats, LaterState } from '../../application/ports/change-log.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { type MemberRow, memberColumns, toMember } from './member-rows.js'
import { type MessageRow, messageColumns, messageOfJson } from './message-rows.js'
import { type ChatRow, chatColumns, type Json, toChat, toNumber } from './rows.js'

interface StateRow extends ChatRow {
  readonly members_seq: bigint
  readonly messages: readonly (Json<MessageRow> & { readonly created_seq: number })[] | null
  readonly members: readonly Json<MemberRow>[] | null
}

interface SeatRow {
  readonly id: string
  readonly seq: bigint
  /** `null`: nobody's place changed. */
  readonly user_id: string | null
  readonly first_number: bigint | null
}

export class PrismaChangeLog implements ChangeLog {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  /** In one statement, and so from one snapshot. */
  async changesAfter(heard: ReadonlyMap<ChatId, number>, span: number): Promise<ReadonlyMap<ChatId, LaterState>> {
    const rows = await this.#prisma.$queryRaw<StateRow[]>`
      SELECT ${chatColumns}, c.members_seq, said.messages, inside.members
      FROM ${placesIn(heard)}
      JOIN chats c ON c.id = h.id
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(to_jsonb(x) ORDER BY x.seq) AS messages
        FROM (SELECT ${messageColumns}, m.created_seq FROM messages m WHERE m.chat_id = c.id AND m.seq > h.seq AND m.seq <= h.seq + ${span}::int) x
      ) said ON true
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(to_jsonb(x) ORDER BY x.seq) AS members
        FROM (
          SELECT ${memberColumns} FROM chat_members o JOIN users u ON u.id = o.user_id
          WHERE o.chat_id = c.id AND o.seq > h.seq AND o.seq <= h.seq + ${span}::int
        ) x
      ) inside ON true`
    return new Map(rows.map((row) => [row.id as ChatId, toState(row)]))
  }

  async seatsChangedAfter(known: ReadonlyMap<ChatId, number>): Promise<ReadonlyMap<ChatId, LaterSeats>> {
    const rows = await this.#prisma.$queryRaw<SeatRow[]>`
      SELECT c.id, c.seq, o.user_id, o.first_number
      FROM ${placesIn(known)}
      JOIN chats c ON c.id = h.id
      LEFT JOIN LATERAL (
        SELECT o.user_id, CASE WHEN o.left_at IS NULL THEN o.first_number END AS first_number
        FROM chat_members o WHERE o.chat_id = h.id AND o.seq > h.seq OFFSET 0
      ) o ON true`
    const seats = new Map<ChatId, { readonly upTo: number; readonly firstNumbers: Map<UserId, number | null> }>()
    for (const row of rows) {
      const chatId = row.id as ChatId
      const found = seats.get(chatId) ?? { upTo: toNumber(row.seq), firstNumbers: new Map<UserId, number | null>() }
      seats.set(chatId, found)
      if (row.user_id !== null) found.firstNumbers.set(row.user_id as UserId, row.first_number === null ? null : toNumber(row.first_number))
    }
    return seats
  }
}

const placesIn = (seqs: ReadonlyMap<ChatId, number>): Prisma.Sql =>
  Prisma.sql`unnest(${[...seqs.keys()]}::uuid[], ${[...seqs.values()]}::bigint[]) AS h(id, seq)`

const toState = (row: StateRow): LaterState => ({
  chat: toChat(row),
  membersSeq: toNumber(row.members_seq),
  messages: (row.messages ?? []).map((json) => ({ message: messageOfJson(json), createdSeq: json.created_seq })),
  members: (row.members ?? []).map((json) => toMember(memberRow(json))),
})

const time = (text: string | null): Date | null => (text === null ? null : new Date(text))

const memberRow = (json: Json<MemberRow>): MemberRow => ({
  ...json,
  seq: BigInt(json.seq),
  read_number: BigInt(json.read_number),
  delivered_number: BigInt(json.delivered_number),
  joined_at: new Date(json.joined_at),
  left_at: time(json.left_at),
  created_at: new Date(json.created_at),
})
