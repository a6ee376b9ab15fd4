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

/** The run of messages that ends at the newest, ascending. */
export function shownMessages({ messages, from }: ChatState): readonly Message[] {
  return [...messages.values()].filter(({ number }) => number >= from).toSorted((one, other) => one.number - other.number)
}

export function rowsOf(messages: readonly Message[], readUpTo: number | null, userId: string | null): readonly MessageRow[] {
  const firstUnread = readUpTo === null ? undefined : firstUnreadAfter(messages, readUpTo, userId)
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const startsDay = !before || !isSameDay(before.createdAt, message.createdAt)
    const startsUnread = message === firstUnread
    const continues =
      before?.senderId === message.senderId &&
      Date.parse(message.createdAt) - Date.parse(before.createdAt) < runPause &&
      !startsDay &&
      !startsUnread
    return { message, startsDay, startsUnread, startsRun: !continues }
  })
}

/** None once the reader has answered: what was new is a conversation now. */
function firstUnreadAfter(messages: readonly Message[], readUpTo: number, userId: string | null): Message | undefined {
  const later = messages.filter(({ number }) => number > readUpTo)
  return later.some(({ senderId }) => senderId === userId) ? undefined : later[0]
}
