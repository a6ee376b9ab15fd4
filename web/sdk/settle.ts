import type { User } from './model.js'
import type { ChatState, State } from './state.js'

/** Draws what follows from changed chats: people learnt of, and one's own pending messages that have become real. */
export function settle(before: State, after: State): State {
  if (before.chats === after.chats) return after
  const changed = [...after.chats].filter(([id, chat]) => before.chats.get(id) !== chat).map(([, chat]) => chat)
  return settlePending(learnUsers(before, after, changed), changed)
}

function learnUsers(before: State, after: State, changed: readonly ChatState[]): State {
  const learnt: [string, User][] = []
  for (const chat of changed) {
    const known = before.chats.get(chat.info.id)?.members
    if (known === chat.members) continue
    for (const [userId, member] of chat.members) if (known?.get(userId)?.user !== member.user) learnt.push([userId, member.user])
  }
  return learnt.length === 0 ? after : { ...after, users: new Map([...after.users, ...learnt]) }
}

/** A pending message is gone as soon as the real one is held, whether the response, an event or a sync brought it. */
function settlePending(state: State, changed: readonly ChatState[]): State {
  if (state.pending.length === 0) return state
  const real = new Set<string>()
  for (const { info, messages } of changed) {
    if (!state.pending.some(({ chatId }) => chatId === info.id)) continue
    for (const { senderId, clientId } of messages.values()) if (senderId === state.userId) real.add(clientId)
  }
  const pending = state.pending.filter(({ clientId }) => !real.has(clientId))
  return pending.length === state.pending.length ? state : { ...state, pending }
}
