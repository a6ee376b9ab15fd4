import { receive } from './chat-changes.js'
import { countUnread, holdMe, withUnread } from './chat-state.js'
import type { ChatEvent, LiveEvent } from './events.js'
import { hasSpoken, onPassing } from './on-passing.js'
import { onSnapshot } from './on-sync.js'
import { type State, updateChat, withoutChat } from './state.js'

export function onEvent(state: State, event: LiveEvent): State {
  switch (event.type) {
    case 'message.created':
      return hasSpoken(onChange(state, event), event.chatId, event.message.senderId)
    case 'message.updated':
    case 'message.deleted':
    case 'chat.updated':
    case 'member.joined':
    case 'member.updated':
    case 'member.left':
    case 'skipped':
      return onChange(state, event)
    case 'unreadable':
      return { ...state, syncWanted: true }
    case 'chat.created':
      // This and the next carry no place in any order, so a late one could undo the other: the sync tells.
      return { ...onSnapshot(state, event.chat), syncWanted: true }
    case 'chat.removed':
      return { ...withoutChat(state, event.chatId), syncWanted: true }
    case 'me.updated':
      return onMe(state, event)
    case 'read':
    case 'receipt':
    case 'user.updated':
    case 'presence':
    case 'typing':
      return onPassing(state, event)
    case 'thread.updated': {
      const { rootId, following, readNumber, unread } = event
      return { ...state, threads: new Map(state.threads).set(rootId, { following, readNumber, unread }) }
    }
    case 'heartbeat': {
      const behind = [...event.heads].some(([chatId, head]) => (state.chats.get(chatId)?.seq ?? -1) < head)
      return behind ? { ...state, syncWanted: true } : state
    }
    case 'ready':
    case 'resync':
      return { ...state, syncWanted: true }
  }
}

function onChange(state: State, event: ChatEvent): State {
  if (!state.chats.has(event.chatId)) return { ...state, syncWanted: true }
  const next = updateChat(state, event.chatId, (chat) => receive(chat, event, state.userId))
  // Too early: it waits for what is missing, which a sync under way may be about to bring.
  const isMissing = event.seq > (next.chats.get(event.chatId)?.seq ?? 0)
  return isMissing && !state.syncing ? { ...next, syncWanted: true } : next
}

function onMe(state: State, event: Extract<LiveEvent, { readonly type: 'me.updated' }>): State {
  const chat = state.chats.get(event.chatId)
  if (!chat) return { ...state, syncWanted: true }
  if (event.me.seq <= chat.me.seq) return state
  const moved = holdMe(chat, event.me)
  const counted = countUnread(moved, state.userId)
  // The event's count does not say after which message it was taken: it stands only until a sync has given one that does.
  const next = updateChat(state, event.chatId, () => withUnread(moved, state.userId, event))
  return counted === null ? { ...next, syncWanted: true } : next
}
