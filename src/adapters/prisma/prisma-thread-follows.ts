import type { Page, PageRequest } from '../../application/ports/page.js'
import type { FollowedThread, ThreadFollows } from '../../application/ports/thread-follows.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { ThreadPlace } from '../../domain/messages/thread.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { fromCursor, isUuid, pageOf } from './cursor.js'
import { type MessageRow, messageOfJson } from './message-rows.js'
import { presentUser } from './present-user.js'
import { type Json, toNumber } from './rows.js'

interface PlaceRow {
  readonly following: boolean
  readonly read_number: bigint
  readonly unread: bigint
}

interface FollowedRow extends PlaceRow {
  readonly root: Json<MessageRow>
  readonly last_reply: Json<MessageRow> | null
  readonly last_id: string
}

/** Of the aliases `k` (thread_members): the replies above its mark. */
const unread = Prisma.sql`(SELECT count(*) FROM messages m
  WHERE m.thread_root_id = k.root_id AND m.number > k.read_number AND m.deleted_at IS NULL AND m.sender_id <> k.user_id) AS unread`

export class PrismaThreadFollows implements ThreadFollows {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  follow(chatId: ChatId, rootId: MessageId, userId: UserId, following: boolean): Promise<ThreadPlace | null> {
    const change = Prisma.sql`following = excluded.following,
      read_number = CASE WHEN excluded.following AND NOT k.following THEN greatest(k.read_number, excluded.read_number) ELSE k.read_number END`
    return this.#put(chatId, rootId, userId, Prisma.sql`${following}`, Prisma.sql`t.message_count`, change)
  }

  markRead(chatId: ChatId, rootId: MessageId, userId: UserId, number: number): Promise<ThreadPlace | null> {
    const mark = Prisma.sql`least(${number}, t.message_count)`
    return this.#put(
      chatId,
      rootId,
      userId,
      Prisma.sql`false`,
      mark,
      Prisma.sql`read_number = greatest(k.read_number, excluded.read_number)`,
    )
  }

  async list(userId: UserId, { limit, cursor }: PageRequest): Promise<Page<FollowedThread>> {
    const before = cursor === null ? Prisma.empty : Prisma.sql`AND coalesce(l.id, r.id) < ${fromCursor(cursor, [isUuid])[0]}::uuid`
    const rows = await this.#prisma.$queryRaw<FollowedRow[]>`
      SELECT k.following, k.read_number, ${unread}, to_jsonb(r) AS root, CASE WHEN l.id IS NOT NULL THEN to_jsonb(l) END AS last_reply,
        coalesce(l.id, r.id) AS last_id
      FROM thread_members k
      JOIN messages r ON r.id = k.root_id
      JOIN chat_members v ON v.chat_id = r.chat_id AND v.user_id = k.user_id AND v.left_at IS NULL AND v.first_number <= r.number
      LEFT JOIN LATERAL (
        SELECT * FROM messages l WHERE l.thread_root_id = k.root_id AND l.deleted_at IS NULL ORDER BY l.number DESC LIMIT 1
      ) l ON true
      WHERE k.user_id = ${userId}::uuid AND k.following ${before}
      ORDER BY last_id DESC LIMIT ${limit + 1}`
    return pageOf(rows, limit, toFollowed, (row) => [row.last_id])
  }

  /** Puts the user's place in the thread, or changes the one that is there; `null` if the root is not for them to see, or in a thread itself. */
  async #put(
    chatId: ChatId,
    rootId: MessageId,
    userId: UserId,
    following: Prisma.Sql,
    readNumber: Prisma.Sql,
    change: Prisma.Sql,
  ): Promise<ThreadPlace | null> {
    const [row] = await this.#prisma.$queryRaw<PlaceRow[]>`
      WITH t AS (
        SELECT r.id, c.message_count FROM messages r
        JOIN chats c ON c.id = r.chat_id
        JOIN chat_members v ON v.chat_id = r.chat_id AND v.user_id = ${userId}::uuid AND v.left_at IS NULL AND v.first_number <= r.number
        WHERE r.id = ${rootId}::uuid AND r.chat_id = ${chatId}::uuid AND r.thread_root_id IS NULL
      ), k AS (
        INSERT INTO thread_members AS k (root_id, user_id, following, read_number)
        SELECT t.id, u.id, ${following}, ${readNumber} FROM t, ${presentUser(userId)} u
        ON CONFLICT (root_id, user_id) DO UPDATE SET ${change}
        RETURNING k.*
      )
      SELECT k.following, k.read_number, ${unread} FROM k`
    return row === undefined ? null : toPlace(row)
  }
}

const toPlace = ({ following, read_number, unread }: PlaceRow): ThreadPlace => ({
  following,
  readNumber: toNumber(read_number),
  unread: Number(unread),
})

const toFollowed = (row: FollowedRow): FollowedThread => ({
  ...toPlace(row),
  root: messageOfJson(row.root),
  lastReply: row.last_reply && messageOfJson(row.last_reply),
})
