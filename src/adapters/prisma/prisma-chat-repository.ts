import type { ChatRepository } from '../../application/ports/unit-of-work.js'
import type { Chat } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Prisma } from '../../generated/prisma/client.js'
import { type ChatRow, chatColumns, toChat } from './rows.js'

export class PrismaChatRepository implements ChatRepository {
  readonly #transaction: Prisma.TransactionClient

  constructor(transaction: Prisma.TransactionClient) {
    this.#transaction = transaction
  }

  async lock(chatId: ChatId): Promise<Chat | null> {
    const rows = await this.#transaction.$queryRaw<ChatRow[]>`
      SELECT ${chatColumns} FROM chats c WHERE c.id = ${chatId}::uuid FOR NO KEY UPDATE`
    return rows[0] === undefined ? null : toChat(rows[0])
  }

  async insertGroup(chat: Chat): Promise<void> {
    const { createdAt } = chat
    await this.#transaction.chat.create({ data: { ...chat, type: 'group', lastActivityAt: createdAt, changedAt: createdAt } })
  }

  async insertPrivate(chat: Chat, [low, high]: readonly [UserId, UserId]): Promise<ChatId> {
    // Waits for another unit that inserts the same pair, and then finds its chat; the second statement sees what that one committed.
    await this.#transaction.$executeRaw`
      INSERT INTO chats (id, type, history, seq, member_count, message_count, created_at, last_activity_at, changed_at, low_user_id, high_user_id)
      VALUES (${chat.id}::uuid, 'private', ${chat.history}::history_policy, ${chat.seq}, ${chat.memberCount}, ${chat.messageCount},
        ${chat.createdAt}::timestamptz, ${chat.createdAt}::timestamptz, clock_timestamp(), ${low}::uuid, ${high}::uuid)
      ON CONFLICT (low_user_id, high_user_id) DO NOTHING`
    const [row] = await this.#transaction.$queryRaw<{ id: string }[]>`
      SELECT id FROM chats WHERE low_user_id = ${low}::uuid AND high_user_id = ${high}::uuid`
    if (row === undefined) throw new Error('The private chat of this pair is neither there nor insertable.')
    return row.id as ChatId
  }

  async save(chat: Chat): Promise<void> {
    await this.#transaction.$executeRaw`
      UPDATE chats SET title = ${chat.title}, topic = ${chat.topic}, visibility = ${chat.visibility}::visibility,
        history = ${chat.history}::history_policy, member_count = ${chat.memberCount}, seq = ${chat.seq},
        message_count = ${chat.messageCount}, changed_at = clock_timestamp()
      WHERE id = ${chat.id}::uuid`
  }

  async delete(chatId: ChatId): Promise<void> {
    // The messages first: left to the cascade they would be looked for once a member.
    await this.#transaction.$executeRaw`DELETE FROM messages WHERE chat_id = ${chatId}::uuid`
    await this.#transaction.$executeRaw`DELETE FROM chats WHERE id = ${chatId}::uuid`
  }
}
