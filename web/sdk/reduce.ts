import type { Action } from './actions.js'
import { holdMembers, holdPage, release, withUnread } from './chat-state.js'
import { onEvent } from './on-event.js'
import { withoutTyping } from './on-passing.js'
import { onSnapshot, onSyncAnswer } from './on-sync.js'
import { settle } from './settle.js'
import { emptyState, type PendingMessage, type State, updateChat, withoutChat } from './state.js'

/** The state after an action. Pure, and harmless to repeat: late, double and out-of-turn news change nothing that is newer. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'signed-in':
      return { ...emptyState, userId: action.user.id, users: new Map([[action.user.id, action.user]]) }
    case 'signed-out':
      return emptyState
    case 'event':
      return settle(state, onEvent(state, action.event))
    case 'sync-started': {
      // The answer is read after this, so it has all that was announced before.
      const chats = new Map([...state.chats].map(([id, chat]) => [id, chat.ahead.size === 0 ? chat : { ...chat, ahead: new Map() }]))
      return { ...state, chats, syncing: true, syncWanted: false }
    }
    case 'synced':
      return settle(state, onSyncAnswer(state, action.answer, action.asked))
    case 'sync-finished': {
      const stillMissing = [...state.chats.values()].some((chat) => chat.ahead.size > 0)
      return { ...state, syncing: false, loaded: true, mine: action.mine, syncWanted: state.syncWanted || stillMissing }
    }
    case 'chat-entered':
      return settle(state, onSnapshot(state, action.chat))
    case 'chat-left':
      return withoutChat(state, action.chatId)
    case 'messages-fetched':
      return settle(
        state,
        updateChat(state, action.chatId, (chat) => withUnread(holdPage(chat, action.messages), state.userId, chat)),
      )
    case 'members-fetched':
      return settle(
        state,
        updateChat(state, action.chatId, (chat) => holdMembers(chat, action.members)),
      )
    case 'users-fetched':
      return { ...state, users: new Map([...state.users, ...action.users.map((user) => [user.id, user] as const)]) }
    case 'read':
      return updateChat(state, action.chatId, (chat) => {
        const readNumber = Math.min(action.number, chat.info.messageCount)
        if (readNumber <= chat.me.readNumber) return chat
        const atHead = readNumber === chat.info.messageCount
        return withUnread({ ...chat, me: { ...chat.me, readNumber } }, state.userId, atHead ? { unread: 0, unreadMentions: 0 } : chat)
      })
    case 'presence-fetched':
      return { ...state, presence: new Map([...state.presence, ...action.items.map(({ userId, ...item }) => [userId, item] as const)]) }
    case 'typing-ended':
      return withoutTyping(state, action.at)
    case 'messages-released':
      return updateChat(state, action.chatId, (chat) => release(chat, action))
    case 'queued':
      return queue(state, action.message)
    case 'discarded':
      return { ...state, pending: state.pending.filter(({ clientId }) => clientId !== action.clientId) }
  }
}

/** Once, where it is: whichever tab or start tells of it. Never beside the real one. */
function queue(state: State, message: PendingMessage): State {
  const isKnown = state.pending.some(({ clientId }) => clientId === message.clientId)
  if (isKnown) return { ...state, pending: state.pending.map((held) => (held.clientId === message.clientId ? message : held)) }
  const chat = state.chats.get(message.chatId)
  for (const { clientId, senderId } of chat?.messages.values() ?? []) {
    if (clientId === message.clientId && senderId === state.userId) return state
  }
  return { ...state, pending: [...state.pending, message] }
}
