import type { ChatReader, RoomSeat } from '../../application/ports/chat-reader.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import { type Chat, type ChatOfMember, roomWords } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import { isStorable } from '../../domain/text.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { batched } from './batched.js'
import { type ChatOfMemberRow, selectChatsOfMembers, toChatOfMember } from './chat-of-member.js'
import { fromCursor, isMilliseconds, isUuid, pageOf } from './cursor.js'
import { type MemberRow, memberColumns, toMember } from './member-rows.js'
import { prefixPattern } from './prefix.js'
import { type ChatRow, chatColumns, toChat, toNumber } from './rows.js'

export class PrismaChatReader implements ChatReader {
  readonly #prisma: PrismaClient
  readonly #seats: (userId: UserId) => Promise<readonly RoomSeat[]>

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
    this.#seats = batched((userIds) => readSeats(prisma, userIds), 200)
  }

  async findForMembers(chatId: ChatId, userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, ChatOfMember>> {
    const seats = Prisma.sql`SELECT ${chatId}::uuid, w.user_id FROM unnest(${[...new Set(userIds)]}::uuid[]) AS w(user_id)`
    const rows = await this.#prisma.$queryRaw<ChatOfMemberRow[]>`${selectChatsOfMembers(seats)}`
    return new Map(rows.map((row) => [row.user_id as UserId, toChatOfMember(row)]))
  }

  async findPublic(chatId: ChatId): Promise<Chat | null> {
    const rows = await this.#prisma.$queryRaw<ChatRow[]>`
      SELECT ${chatColumns} FROM chats c WHERE c.id = ${chatId}::uuid AND c.visibility = 'public'`
    return rows[0] === undefined ? null : toChat(rows[0])
  }

  async list(userId: UserId, { limit, cursor }: PageRequest): Promise<Page<ChatOfMember>> {
    const seats = Prisma.sql`
      SELECT c.id, v.user_id FROM chat_members v JOIN chats c ON c.id = v.chat_id
      WHERE v.user_id = ${userId}::uuid AND v.left_at IS NULL ${afterActivity(cursor)}
      ORDER BY c.last_activity_at DESC, c.id DESC LIMIT ${limit + 1}`
    const rows = await this.#prisma.$queryRaw<ChatOfMemberRow[]>`
      ${selectChatsOfMembers(seats)} ORDER BY c.last_activity_at DESC, c.id DESC`
    return pageOf(rows, limit, toChatOfMember, (row) => [String(row.last_activity_at.getTime()), row.id])
  }

  async listRooms(query: string, { limit, cursor }: PageRequest): Promise<Page<Chat>> {
    const rows = await this.#prisma.$queryRaw<(ChatRow & { sort_key: string })[]>`
      SELECT ${chatColumns}, lower(c.title) AS sort_key FROM chats c
      WHERE c.visibility = 'public' AND ${roomsFoundBy(query)} ${afterTitle(cursor)}
      ORDER BY lower(c.title) COLLATE "C", c.id LIMIT ${limit + 1}`
    return pageOf(rows, limit, toChat, (row) => [row.sort_key, row.id])
  }

  async listMembers(chatId: ChatId, userId: UserId, { limit, cursor }: PageRequest): Promise<Page<Member> | null> {
    // Those of the page first, then who they are. The left join keeps one row for a page that is past the end.
    const rows = await this.#prisma.$queryRaw<(MemberRow | { user_id: null })[]>`
      SELECT ${memberColumns} FROM chat_members v
      JOIN chats c ON c.id = v.chat_id
      LEFT JOIN LATERAL (
        SELECT * FROM chat_members o WHERE o.chat_id = v.chat_id AND o.left_at IS NULL ${afterJoining(cursor)}
        ORDER BY o.joined_at, o.user_id LIMIT ${limit + 1}
      ) o ON true
      LEFT JOIN users u ON u.id = o.user_id
      WHERE v.chat_id = ${chatId}::uuid AND v.user_id = ${userId}::uuid AND v.left_at IS NULL
      ORDER BY o.joined_at, o.user_id`
    if (rows.length === 0) return null
    const members = rows.filter((row): row is MemberRow => row.user_id !== null)
    return pageOf(members, limit, toMember, (row) => [String(row.joined_at.getTime()), row.user_id])
  }

  seatsOf(userId: UserId): Promise<readonly RoomSeat[]> {
    return this.#seats(userId)
  }
}

async function readSeats(prisma: PrismaClient, userIds: readonly UserId[]): Promise<RoomSeat[][]> {
  const rows = await prisma.$queryRaw<{ user_id: UserId; chat_id: ChatId; first_number: bigint; seq: bigint }[]>`
    SELECT v.user_id, v.chat_id, v.first_number, c.seq FROM chat_members v JOIN chats c ON c.id = v.chat_id
    WHERE v.user_id = ANY(${[...userIds]}::uuid[]) AND v.left_at IS NULL`
  const found = new Map(userIds.map((id): [UserId, RoomSeat[]] => [id, []]))
  for (const row of rows)
    found.get(row.user_id)?.push({ chatId: row.chat_id, firstNumber: toNumber(row.first_number), asOf: toNumber(row.seq) })
  return userIds.map((id) => found.get(id) ?? [])
}

function roomsFoundBy(query: string): Prisma.Sql {
  const words = roomWords(query).map((word) => `'${word}':*`)
  return words.length > 0
    ? Prisma.sql`room_words(c.title, c.topic) @@ to_tsquery('simple', ${words.join(' & ')})`
    : Prisma.sql`lower(c.title) COLLATE "C" LIKE lower(${prefixPattern(query)})`
}

function afterActivity(cursor: string | null): Prisma.Sql {
  if (cursor === null) return Prisma.empty
  const [at, id] = fromCursor(cursor, [isMilliseconds, isUuid])
  return Prisma.sql`AND (c.last_activity_at, c.id) < (${new Date(Number(at))}::timestamptz, ${id}::uuid)`
}

function afterTitle(cursor: string | null): Prisma.Sql {
  if (cursor === null) return Prisma.empty
  const [title, id] = fromCursor(cursor, [isStorable, isUuid])
  return Prisma.sql`AND (lower(c.title) COLLATE "C", c.id) > (${title}::text COLLATE "C", ${id}::uuid)`
}

function afterJoining(cursor: string | null): Prisma.Sql {
  if (cursor === null) return Prisma.empty
  const [at, id] = fromCursor(cursor, [isMilliseconds, isUuid])
  return Prisma.sql`AND (o.joined_at, o.user_id) > (${new Date(Number(at))}::timestamptz, ${id}::uuid)`
}
