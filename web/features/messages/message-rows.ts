import { isSameDay } from '../../lib/time.js'
import type { Message } from '../../sdk/model.js'
import type { ChatState } from '../../sdk/state.js'

/** A message with what surrounds it in the conversation. */
export interface MessageRow {
  readonly message: Message
  /** The first of its day. */
  readonly startsDay: boolean
  /** The first that was unread when the chat was opened. */
  readonly startsUnread: boolean
  /** The first of several in a row by one person. */
  readonly startsRun: boolean
}

/** Longer silence starts a new run. Milliseconds. */
const runPause = 5 * 60_000

/** The row of a message number; `null` if it is not held. */
export function rowOf({ messages, me }: ChatState, number: number, firstUnread: number | null): MessageRow | null {
  const message = messages.get(number)
  if (!message) return null
  const before = messages.get(number - 1)
  const startsDay = number === me.firstNumber || (before !== undefined && !isSameDay(before.createdAt, message.createdAt))
  const startsUnread = number === firstUnread
  const continues =
    before?.senderId === message.senderId &&
    before.threadRoot === message.threadRoot &&
    Date.parse(message.createdAt) - Date.parse(before.createdAt) < runPause &&
    !startsDay &&
    !startsUnread
  return { message, startsDay, startsUnread, startsRun: !continues }
}

/** Where reading starts. Nowhere once the reader has answered: what was new is a conversation now. */
export function firstUnreadAfter({ messages, info }: ChatState, readUpTo: number | null, userId: string | null): number | null {
  if (readUpTo === null || readUpTo >= info.messageCount) return null
  for (const { number, senderId } of messages.values()) if (number > readUpTo && senderId === userId) return null
  return readUpTo + 1
}

/** How far a message has come with the other person. */
export type Standing = 'delivered' | 'seen'

/** The last of one's own messages in a private chat, if it has come to the other person. */
export function lastAtPartner(
  { info, members, messages }: ChatState,
  userId: string | null,
): { number: number; standing: Standing } | null {
  if (info.type !== 'private') return null
  const partner = [...members.values()].find((member) => member.userId !== userId)
  for (let number = info.messageCount; number > 0; number -= 1) {
    const message = messages.get(number)
    if (!message) return null
    if (message.senderId !== userId) continue
    const standing = (partner?.readNumber ?? 0) >= number ? 'seen' : (partner?.deliveredNumber ?? 0) >= number ? 'delivered' : null
    return standing && { number, standing }
  }
  return null
}
