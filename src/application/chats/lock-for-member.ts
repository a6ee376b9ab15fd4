import type { Chat } from '../../domain/chat.js'
import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Membership } from '../../domain/member.js'
import { isActive } from '../../domain/membership.js'
import type { Stores } from '../ports/unit-of-work.js'

/**
 * The chat, held, and the acting user's place in it: what one is not in does not exist.
 * @throws NotFound
 */
export async function lockForMember(
  { chats, memberships }: Stores,
  chatId: ChatId,
  userId: UserId,
): Promise<{ readonly chat: Chat; readonly membership: Membership }> {
  const chat = await chats.lock(chatId)
  const membership = await memberships.find(chatId, userId)
  if (!chat || !isActive(membership)) throw new NotFound('chat')
  return { chat, membership }
}
