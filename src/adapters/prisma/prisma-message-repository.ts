import type { Appended, MessagePage, MessageRepository, MessageWindow } from '../../application/ports/message-repository.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Message, MessageDraft } from '../../domain/messages/message.js'
import { rangeOfPage } from '../../domain/messages/message-range.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import { appendBatch } from './append-statement.js'
import { GroupCommit } from './group-commit.js'
import { type MessageRow, messageColumns, toMessage } from './message-rows.js'
import { toNumber } from './rows.js'

export class PrismaMessageRepository implements MessageRepository {
  readonly #prisma: PrismaClient
  readonly #sends: GroupCommit<MessageDraft, Appended>

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
    this.#sends = new GroupCommit({
      commit: (drafts, wait) => appendBatch(prisma, drafts, wait),
      laneOf: (draft) => draft.chatId,
      width: 64,
      capacity: 10_000,
      lanes: 4,
    })
  }

  append(draft: MessageDraft): Promise<Appended> {
    return this.#sends.run(draft)
  }

  async findForMember(chatId: ChatId, messageId: MessageId, userId: UserId): Promise<Message | null> {
    const rows = await this.#prisma.$queryRaw<MessageRow[]>`
      SELECT ${messageColumns} FROM messages m
      JOIN chat_members v ON v.chat_id = m.chat_id AND v.user_id = ${userId}::uuid AND v.left_at IS NULL AND v.first_number <= m.number
      WHERE m.id = ${messageId}::uuid AND m.chat_id = ${chatId}::uuid`
    return rows[0] === undefined ? null : toMessage(rows[0])
  }

  async page(chatId: ChatId, userId: UserId, window: MessageWindow, limit: number): Promise<MessagePage | null> {
    const [seat] = await this.#prisma.$queryRaw<{ first_number: bigint; message_count: bigint }[]>`
      SELECT v.first_number, c.message_count FROM chat_members v JOIN chats c ON c.id = v.chat_id
      WHERE v.chat_id = ${chatId}::uuid AND v.user_id = ${userId}::uuid AND v.left_at IS NULL`
    if (seat === undefined) return null
    const first = toNumber(seat.first_number)
    const head = toNumber(seat.message_count)
    const { from, to } = rangeOfPage(window, limit, first, head)
    const rows = await this.#prisma.$queryRaw<MessageRow[]>`
      SELECT ${messageColumns} FROM messages m
      WHERE m.chat_id = ${chatId}::uuid AND m.number BETWEEN ${from} AND ${to} ORDER BY m.number`
    return { items: rows.map(toMessage), hasMoreBefore: from > first && head >= first, hasMoreAfter: to < head }
  }
}
