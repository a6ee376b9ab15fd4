import { holdMembers } from './chat-state.js'
import type { PassingEvent } from './events.js'
import { type State, updateChat } from './state.js'

/** News that nobody waits for: who is there, who writes, who has read. The next fetch heals what was lost. */
export function onPassing(state: State, event: PassingEvent): State {
  switch (event.type) {
    case 'read':
    case 'receipt':
      return updateChat(state, event.chatId, (chat) => {
        const member = chat.members.get(event.userId)
        if (member?.readNumber === undefined) return chat
        return holdMembers(chat, [
          { ...member, ...(event.type === 'read' ? { readNumber: event.number } : { deliveredNumber: event.number }) },
        ])
      })
    case 'user.updated':
      return { ...state, users: new Map(state.users).set(event.user.id, event.user) }
    case 'presence': {
      const { status, lastSeenAt } = event
      return { ...state, presence: new Map(state.presence).set(event.userId, { status, lastSeenAt }) }
    }
    case 'typing': {
      if (event.userId === state.userId) return state
      const typing = new Map(state.typing.get(event.chatId)).set(event.userId, Date.parse(event.expiresAt))
      return { ...state, typing: new Map(state.typing).set(event.chatId, typing) }
    }
  }
}

export function withoutTyping(state: State, at: number): State {
  const typing = new Map<string, ReadonlyMap<string, number>>()
  let ended = 0
  for (const [chatId, users] of state.typing) {
    const still = [...users].filter(([, until]) => until > at)
    ended += users.size - still.length
    if (still.length > 0) typing.set(chatId, new Map(still))
  }
  return ended === 0 ? state : { ...state, typing }
}

/** Who has said something writes no more. */
export function hasSpoken(state: State, chatId: string, userId: string): State {
  const users = state.typing.get(chatId)
  if (!users?.has(userId)) return state
  const still = new Map(users)
  still.delete(userId)
  return { ...state, typing: new Map(state.typing).set(chatId, still) }
}
