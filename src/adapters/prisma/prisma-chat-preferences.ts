import type { ChatPreferences } from '../../application/ports/chat-preferences.js'
import type { Marked } from '../../application/ports/read-marks.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Preferences } from '../../domain/member.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { changeStandings, type StandingRow, toMarked } from './own-standing.js'

export class PrismaChatPreferences implements ChatPreferences {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async change(chatId: ChatId, userId: UserId, changes: Partial<Preferences>): Promise<Marked | null> {
    const marked = await this.#change(chatId, userId, changes)
    // The same may have been changed while this waited for its turn, and what is read beside the update is from before that.
    return marked?.moved === false ? this.#change(chatId, userId, changes) : marked
  }

  async #change(chatId: ChatId, userId: UserId, changes: Partial<Preferences>): Promise<Marked | null> {
    const { muted = null, pinned = null, archived = null, notify = null, markedUnread = null } = changes
    // What is not given is null, and null differs from nothing.
    const update = Prisma.sql`
      UPDATE chat_members m SET muted = coalesce(${muted}, m.muted), pinned = coalesce(${pinned}, m.pinned),
        archived = coalesce(${archived}, m.archived), notify = coalesce(${notify}::notify_level, m.notify),
        marked_unread = coalesce(${markedUnread}, m.marked_unread), me_seq = held.seq + 1
      FROM held
      WHERE m.chat_id = ${chatId}::uuid AND m.user_id = held.id AND m.left_at IS NULL
        AND (m.muted <> ${muted} OR m.pinned <> ${pinned} OR m.archived <> ${archived} OR m.notify <> ${notify}::notify_level
          OR m.marked_unread <> ${markedUnread})`
    const [row] = await this.#prisma.$queryRaw<StandingRow[]>`${changeStandings(userId, update, Prisma.sql`m.chat_id = ${chatId}::uuid`)}`
    return row === undefined ? null : toMarked(row)
  }
}
