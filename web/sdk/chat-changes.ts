import { calls, holdMembers, holdMessages, withUnread } from './chat-state.js'
import type { ChatEvent } from './events.js'
import type { Chat, Message } from './model.js'
import type { ChatState, UnreadStep } from './state.js'

/** So many changes wait for the ones before them; beyond it a sync is the shorter way. */
const mostAhead = 1_000
const mostSteps = 100

/** Takes a change in its turn: one that is held already is passed over, one that comes too early, or that only a sync can count, waits. */
export function receive(chat: ChatState, event: ChatEvent, userId: string | null): ChatState {
  if (event.seq <= chat.seq) return chat
  if (chat.ahead.size >= mostAhead && event.seq > chat.seq + 1) return chat
  return catchUp({ ...chat, ahead: new Map(chat.ahead).set(event.seq, event) }, userId)
}

/** Applies what waited and is now in turn, and lets go of what has been overtaken. */
export function catchUp(chat: ChatState, userId: string | null): ChatState {
  if (chat.ahead.size === 0) return chat
  let current = chat
  for (let next = inTurn(current, userId); next !== null; next = inTurn(current, userId)) current = next
  const ahead = new Map([...chat.ahead].filter(([seq]) => seq > current.seq))
  return { ...current, ahead }
}

function inTurn(chat: ChatState, userId: string | null): ChatState | null {
  const event = chat.ahead.get(chat.seq + 1)
  return event ? apply(chat, event, userId) : null
}

/** `null` if what is held does not tell what the change does to the counts. */
function apply(chat: ChatState, event: ChatEvent, userId: string | null): ChatState | null {
  const next = { ...chat, seq: event.seq }
  const held = 'message' in event ? holdMessages(next, [event.message]) : 'member' in event ? holdMembers(next, [event.member]) : next
  // What is counted, and the chat itself, may have been told already, together with this change.
  return event.seq > chat.info.seq ? count({ ...held, info: { ...chat.info, seq: event.seq } }, event, userId, chat) : held
}

function count(chat: ChatState, event: ChatEvent, userId: string | null, before: ChatState): ChatState | null {
  switch (event.type) {
    case 'message.created': {
      const { number, senderId } = event.message
      const counted = withInfo(chat, { messageCount: Math.max(chat.info.messageCount, number) })
      const unreadMentions = calls(event.message, userId) ? 1 : 0
      if (senderId !== userId) return step(counted, userId, { seq: event.seq, number, unread: 1, unreadMentions })
      // Who sends has read what was there: the server moves the mark in the same step.
      return number > chat.me.readNumber ? { ...counted, me: { ...chat.me, readNumber: number }, unread: 0, unreadMentions: 0 } : counted
    }
    case 'message.updated':
    case 'message.deleted': {
      const called = hasCalled(before, event.message, userId)
      return called === null ? null : recount(chat, event.message, { called, isGone: event.type === 'message.deleted' }, userId)
    }
    case 'chat.updated':
      return withInfo(chat, { ...event.chat, seq: event.seq })
    case 'member.joined':
      return withInfo(chat, { memberCount: chat.info.memberCount + 1 })
    case 'member.left':
      return withInfo(chat, { memberCount: chat.info.memberCount - 1 })
    case 'member.updated':
    case 'skipped':
      return chat
  }
}

/** Another wording may call somebody else, and a message that is gone calls nobody. */
function recount(
  chat: ChatState,
  message: Message,
  { called, isGone }: { called: boolean; isGone: boolean },
  userId: string | null,
): ChatState {
  if (message.senderId === userId) return chat
  const unreadMentions = Number(!isGone && calls(message, userId)) - Number(called)
  return step(chat, userId, { seq: message.seq, number: message.number, unread: isGone ? -1 : 0, unreadMentions })
}

/** Whether an unread message called the user before this change of it: as it is held, or was counted. `null` if it is neither, or held as it became. */
function hasCalled(chat: ChatState, { number, seq }: Message, userId: string | null): boolean | null {
  if (number <= chat.me.readNumber || chat.unreadMentions === 0) return false
  const held = chat.messages.get(number)
  if (held && held.seq < seq) return calls(held, userId)
  const steps = chat.steps.filter((one) => one.number === number)
  if (!steps.some(({ unread }) => unread === 1)) return null
  return steps.reduce((sum, { unreadMentions }) => sum + unreadMentions, 0) > 0
}

function step(chat: ChatState, userId: string | null, change: UnreadStep): ChatState {
  const isUnread = change.number > chat.me.readNumber
  const unread = Math.max(0, chat.unread + (isUnread ? change.unread : 0))
  const unreadMentions = Math.max(0, chat.unreadMentions + (isUnread ? change.unreadMentions : 0))
  return withUnread({ ...chat, steps: [...chat.steps.slice(1 - mostSteps), change] }, userId, { unread, unreadMentions })
}

const withInfo = (chat: ChatState, change: Partial<Chat>): ChatState => ({ ...chat, info: { ...chat.info, ...change } })
