import type { Chat } from '../../domain/chat.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Membership } from '../../domain/member.js'
import type { Message } from '../../domain/messages/message.js'
import { requireVisible } from '../../domain/messages/message-changes.js'
import { requireUnblocked } from '../blocks/require-unblocked.js'
import { lockForMember } from '../chats/lock-for-member.js'
import type { Stores } from '../ports/unit-of-work.js'

/** Which message, and who wants something of it. */
export interface MessageCommand {
  readonly userId: UserId
  readonly chatId: ChatId
  readonly messageId: MessageId
}

/**
 * The message with its chat, held, and the acting user's place in it.
 * @throws NotFound for what the user may not see
 */
export async function lockMessage(
  stores: Stores,
  { userId, chatId, messageId }: MessageCommand,
): Promise<{ readonly chat: Chat; readonly membership: Membership; readonly message: Message }> {
  const { chat, membership } = await lockForMember(stores, chatId, userId)
  return { chat, membership, message: requireVisible(await stores.messages.find(chatId, messageId), membership) }
}

/**
 * The same for who wants to say something by it: between two of whom one has blocked the other, no message gets another text, emoji or pin.
 * @throws NotFound for what the user may not see, Forbidden in a private chat with a block
 */
export async function lockToSay(stores: Stores, command: MessageCommand): ReturnType<typeof lockMessage> {
  const locked = await lockMessage(stores, command)
  const { chat } = locked
  // In a private chat, who else is there would inherit it.
  const partner = chat.type === 'private' ? await stores.memberships.findSuccessor(chat.id, command.userId) : null
  if (partner) await requireUnblocked(stores, command.userId, [partner.userId])
  return locked
}

/** Stores one change of a message together with its chat. */
export async function saveChange({ chats, messages }: Stores, { chat, message }: { readonly chat: Chat; readonly message: Message }) {
  await messages.save(message)
  await chats.save(chat)
}
