import { calls, holdMembers, holdMessages, withUnread } from './chat-state.js'
import type { ChatEvent } from './events.js'
import type { Chat, Message } from './model.js'
import type { ChatState, UnreadStep } from './state.js'

/** So many changes wait for the ones before them; beyond it a sync is the shorter way. */
const mostAhead = 1_000
const mostSteps = 100

/** Takes a change in its turn: one that is held already is passed over, one that comes too early waits. */
export function receive(chat: ChatState, event: ChatEvent, userId: string | null): ChatState {
  if (event.seq <= chat.seq) return chat
  if (event.seq > chat.seq + 1) {
    if (chat.ahead.size >= mostAhead) return chat
    return { ...chat, ahead: new Map(chat.ahead).set(event.seq, event) }
  }
  return catchUp(apply(chat, event, userId), userId)
}

/** Applies what waited and is now in turn, and lets go of what has been overtaken. */
export function catchUp(chat: ChatState, userId: string | null): ChatState {
  if (chat.ahead.size === 0) return chat
  let current = chat
  for (let next = chat.ahead.get(current.seq + 1); next; next = chat.ahead.get(current.seq + 1)) current = apply(current, next, userId)
  const ahead = new Map([...chat.ahead].filter(([seq]) => seq > current.seq))
  return { ...current, ahead }
}

function apply(chat: ChatState, event: ChatEvent, userId: string | null): ChatState {
  const next = { ...chat, seq: event.seq }
  const before = 'message' in event ? chat.messages.get(event.message.number) : undefined
  const held = 'message' in event ? holdMessages(next, [event.message]) : 'member' in event ? holdMembers(next, [event.member]) : next
  // What is counted, and the chat itself, may have been told already, together with this change.
  return event.seq > chat.info.seq ? count({ ...held, info: { ...chat.info, seq: event.seq } }, event, userId, before) : held
}

function count(chat: ChatState, event: ChatEvent, userId: string | null, before: Message | undefined): ChatState {
  switch (event.type) {
    case 'message.created': {
      const { number, senderId } = event.message
      const counted = withInfo(chat, { messageCount: Math.max(chat.info.messageCount, number) })
      if (senderId !== userId) return step(counted, userId, { seq: event.seq, number, by: 1, calls: calls(event.message, userId) })
      // Who sends has read what was there: the server moves the mark in the same step.
      return number > chat.me.readNumber ? { ...counted, me: { ...chat.me, readNumber: number }, unread: 0, unreadMentions: 0 } : counted
    }
    case 'message.deleted': {
      // A deleted message calls nobody any more: whether it did, only the one that was held knows.
      const { number, senderId } = event.message
      const called = before !== undefined && calls(before, userId)
      return senderId === userId ? chat : step(chat, userId, { seq: event.seq, number, by: -1, calls: called })
    }
    case 'chat.updated':
      return withInfo(chat, { ...event.chat, seq: event.seq })
    case 'member.joined':
      return withInfo(chat, { memberCount: chat.info.memberCount + 1 })
    case 'member.left':
      return withInfo(chat, { memberCount: chat.info.memberCount - 1 })
    case 'message.updated':
      // Another wording may call somebody else.
      return withUnread(chat, userId, chat)
    case 'member.updated':
    case 'skipped':
      return chat
  }
}

function step(chat: ChatState, userId: string | null, change: UnreadStep): ChatState {
  const isUnread = change.number > chat.me.readNumber
  const unread = Math.max(0, chat.unread + (isUnread ? change.by : 0))
  const unreadMentions = Math.max(0, chat.unreadMentions + (isUnread && change.calls ? change.by : 0))
  return withUnread({ ...chat, steps: [...chat.steps.slice(1 - mostSteps), change] }, userId, { unread, unreadMentions })
}

const withInfo = (chat: ChatState, change: Partial<Chat>): ChatState => ({ ...chat, info: { ...chat.info, ...change } })
