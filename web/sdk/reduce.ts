import type { Action } from './actions.js'
import { holdMembers, holdPage, withUnread } from './chat-state.js'
import { onEvent } from './on-event.js'
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
        updateChat(state, action.chatId, (chat) => withUnread(holdPage(chat, action.messages), state.userId, chat.unread)),
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
        return withUnread({ ...chat, me: { ...chat.me, readNumber } }, state.userId, atHead ? 0 : chat.unread)
      })
    case 'queued':
      return { ...state, pending: [...state.pending, action.message] }
    case 'send-retried':
      return updatePending(state, action.clientId, { status: 'sending', problem: null })
    case 'send-failed':
      return updatePending(state, action.clientId, { status: 'failed', problem: action.problem })
    case 'discarded':
      return { ...state, pending: state.pending.filter(({ clientId }) => clientId !== action.clientId) }
  }
}

const updatePending = (state: State, clientId: string, change: Partial<PendingMessage>): State => ({
  ...state,
  pending: state.pending.map((message) => (message.clientId === clientId ? { ...message, ...change } : message)),
})
