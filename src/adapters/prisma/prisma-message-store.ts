import type { MessageStore } from '../../application/ports/message-store.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import { reactorsShown } from '../../domain/messages/message-changes.js'
import type { Reaction } from '../../domain/messages/message-parts.js'
import type { Prisma } from '../../generated/prisma/client.js'
import { type MessageRow, messageColumns, toMessage } from './message-rows.js'

export class PrismaMessageStore implements MessageStore {
  readonly #transaction: Prisma.TransactionClient

  constructor(transaction: Prisma.TransactionClient) {
    this.#transaction = transaction
  }

  async find(chatId: ChatId, messageId: MessageId): Promise<Message | null> {
    const rows = await this.#transaction.$queryRaw<MessageRow[]>`
      SELECT ${messageColumns} FROM messages m WHERE m.id = ${messageId}::uuid AND m.chat_id = ${chatId}::uuid`
    return rows[0] === undefined ? null : toMessage(rows[0])
  }

  async save(message: Message): Promise<void> {
    const { id, chatId, number, mentionsAll, reactions, previews, deletedAt } = message
    const isBuried = deletedAt !== null
    const mentions = [...message.mentions]
    const called = mentionsAll ? [] : mentions
    // Attachments and the forward's origin change only by being taken away.
    await this.#transaction.$executeRaw`
      WITH called AS (
        INSERT INTO message_mentions (user_id, chat_id, number, message_id)
        SELECT w.user_id, ${chatId}::uuid, ${number}, ${id}::uuid FROM unnest(${called}::uuid[]) AS w(user_id) ON CONFLICT DO NOTHING
      ), uncalled AS (
        DELETE FROM message_mentions WHERE message_id = ${id}::uuid AND user_id <> ALL(${called}::uuid[])
      ), edits AS (
        DELETE FROM message_edits WHERE ${isBuried} AND message_id = ${id}::uuid
      ), reactions AS (
        DELETE FROM message_reactions WHERE ${isBuried} AND message_id = ${id}::uuid
      ), files AS (
        DELETE FROM attachments WHERE ${isBuried} AND message_id = ${id}::uuid
      )
      UPDATE messages SET seq = ${message.seq}, text = ${message.text}, reply_count = ${message.replyCount}, mentions = ${mentions}::uuid[],
        mentions_all = ${mentionsAll}, reactions = ${jsonOrNull(reactions)}::jsonb, previews = ${jsonOrNull(previews)}::jsonb,
        attachments = CASE WHEN NOT ${isBuried} THEN attachments END, forwarded = CASE WHEN NOT ${isBuried} THEN forwarded END,
        edited_at = ${message.editedAt}, deleted_at = ${deletedAt}, pinned_at = ${message.pinnedAt}
      WHERE id = ${id}::uuid`
  }

  async keepText(messageId: MessageId, text: string, replacedAt: Date): Promise<void> {
    await this.#transaction.$executeRaw`
      INSERT INTO message_edits (message_id, nth, text, edited_at)
      SELECT ${messageId}::uuid, 1 + coalesce(max(nth), 0), ${text}, ${replacedAt} FROM message_edits WHERE message_id = ${messageId}::uuid`
  }

  async called(chatId: ChatId, handles: readonly string[]): Promise<readonly UserId[]> {
    if (handles.length === 0) return []
    const rows = await this.#transaction.$queryRaw<{ id: string }[]>`
      SELECT u.id FROM unnest(${[...handles]}::text[]) WITH ORDINALITY AS h(handle, nth)
      JOIN users u ON u.handle = h.handle
      JOIN chat_members o ON o.chat_id = ${chatId}::uuid AND o.user_id = u.id AND o.left_at IS NULL
      ORDER BY h.nth`
    return rows.map(({ id }) => id as UserId)
  }

  async addReaction(messageId: MessageId, userId: UserId, emoji: string, at: Date): Promise<readonly Reaction[] | null> {
    const added = await this.#transaction.$executeRaw`
      INSERT INTO message_reactions (message_id, user_id, emoji, created_at) VALUES (${messageId}::uuid, ${userId}::uuid, ${emoji}, ${at})
      ON CONFLICT DO NOTHING`
    return added === 0 ? null : this.#reactionsTo(messageId)
  }

  async removeReaction(messageId: MessageId, userId: UserId, emoji: string): Promise<readonly Reaction[] | null> {
    const { count } = await this.#transaction.messageReaction.deleteMany({ where: { messageId, userId, emoji } })
    return count === 0 ? null : this.#reactionsTo(messageId)
  }

  async #reactionsTo(messageId: MessageId): Promise<readonly Reaction[]> {
    const rows = await this.#transaction.$queryRaw<{ emoji: string; count: bigint; user_ids: string[] }[]>`
      SELECT emoji, count(*), (array_agg(user_id ORDER BY created_at, user_id))[1:${reactorsShown}::int] AS user_ids
      FROM message_reactions WHERE message_id = ${messageId}::uuid GROUP BY emoji ORDER BY min(created_at), emoji`
    return rows.map(({ emoji, count, user_ids }) => ({ emoji, count: Number(count), userIds: user_ids as UserId[] }))
  }
}

const jsonOrNull = (items: readonly unknown[]): string | null => (items.length === 0 ? null : JSON.stringify(items))
