import type { Delivery, Marked, ReadMarks } from '../../application/ports/read-marks.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { changeStandings, type StandingRow, toMarked } from './own-standing.js'

export class PrismaReadMarks implements ReadMarks {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async advance(chatId: ChatId, userId: UserId, number: number): Promise<Marked | null> {
    const update = Prisma.sql`
      UPDATE chat_members m SET read_number = greatest(m.read_number, least(${number}, c.message_count)),
        delivered_number = greatest(m.delivered_number, least(${number}, c.message_count)), marked_unread = false, me_seq = held.seq + 1
      FROM held, chats c
      WHERE m.chat_id = ${chatId}::uuid AND m.user_id = held.id AND m.left_at IS NULL AND c.id = m.chat_id
        AND (m.read_number < least(${number}, c.message_count) OR (m.marked_unread AND m.read_number <= ${number}))`
    const [row] = await this.#prisma.$queryRaw<StandingRow[]>`${changeStandings(userId, update, Prisma.sql`m.chat_id = ${chatId}::uuid`)}`
    return row === undefined ? null : toMarked(row)
  }

  async deliver(userId: UserId, deliveries: readonly Delivery[]): Promise<readonly Marked[] | null> {
    const highest = new Map<ChatId, number>()
    for (const { chatId, number } of deliveries) highest.set(chatId, Math.max(number, highest.get(chatId) ?? 0))
    const chatIds = [...highest.keys()]
    const update = Prisma.sql`
      UPDATE chat_members m SET delivered_number = x.number, me_seq = held.seq + x.turn
      FROM held, (
        SELECT p.chat_id, p.number, row_number() OVER (ORDER BY p.chat_id) AS turn
        FROM (
          SELECT o.chat_id, o.delivered_number, least(i.number, c.message_count) AS number, count(*) OVER () AS places
          FROM unnest(${chatIds}::uuid[], ${[...highest.values()]}::bigint[]) AS i(chat_id, number)
          JOIN chat_members o ON o.chat_id = i.chat_id AND o.user_id = ${userId}::uuid AND o.left_at IS NULL
          JOIN chats c ON c.id = o.chat_id
        ) p WHERE p.places = ${highest.size} AND p.delivered_number < p.number
      ) x
      WHERE m.chat_id = x.chat_id AND m.user_id = held.id AND m.left_at IS NULL AND m.delivered_number < x.number`
    const rows = await this.#prisma.$queryRaw<
      StandingRow[]
    >`${changeStandings(userId, update, Prisma.sql`m.chat_id = ANY(${chatIds}::uuid[])`)}`
    return rows.length < highest.size ? null : rows.map(toMarked)
  }
}
