import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { requireGroup, requireRole } from '../../domain/membership.js'
import type { ChatReader } from '../ports/chat-reader.js'

/**
 * For reading what only those who run a group may see.
 * @throws NotFound for a chat one is not in, Conflict for a private one, Forbidden below admin.
 */
export async function requireAdmin(chats: ChatReader, chatId: ChatId, userId: UserId): Promise<void> {
  const chat = (await chats.findForMembers(chatId, [userId])).get(userId)
  if (!chat) throw new NotFound('chat')
  requireGroup(chat)
  requireRole(chat.me, 'admin')
}
