import { catchUp } from './chat-changes.js'
import { enter, holdMe, holdMembers, holdMessages, holdPage, moveTo, unreadSince, withUnread } from './chat-state.js'
import type { Message, OwnChat, SyncAnswer } from './model.js'
import { type ChatState, type State, updateChat, withoutChat } from './state.js'

type ChatChanges = SyncAnswer['chats'][number]

/** A chat told whole, outside the order of changes: it starts a new one. Of a held one it can only say that something was missed. */
export function onSnapshot(state: State, snapshot: OwnChat): State {
  const held = state.chats.get(snapshot.id)
  if (!held) return withChat(state, enter(snapshot, snapshot.seq))
  const next = updateChat(state, snapshot.id, (chat) => withUnread(holdMe(chat, snapshot.me), state.userId, chat))
  return snapshot.seq > held.seq ? { ...next, syncWanted: true } : next
}

export function onSyncAnswer(state: State, answer: SyncAnswer, asked: ReadonlyMap<string, number>): State {
  let next = answer.removed.reduce(withoutChat, state)
  for (const changes of answer.chats) next = onChanges(next, changes, asked.get(changes.chat.id))
  const told = new Map(answer.chats.map(({ chat }) => [chat.id, chat.seq]))
  for (const { chatId, me, ...counts } of answer.mine.chats) {
    const place = told.get(chatId) ?? asked.get(chatId)
    next = updateChat(next, chatId, (chat) => {
      if (place === undefined || me.seq < chat.me.seq) return chat
      const moved = holdMe(chat, me)
      return withUnread(moved, state.userId, unreadSince(moved, counts, place))
    })
  }
  return next
}

function onChanges(state: State, changes: ChatChanges, askedFrom: number | undefined): State {
  const { chat, messages, members, seq, reset } = changes
  const held = state.chats.get(chat.id)
  if (reset) {
    const entered = holdMembers(holdPage(enter(chat, seq), byNumber(messages)), members)
    if (!held) return withChat(state, entered)
    const kept = holdMe({ ...entered, ahead: held.ahead }, held.me)
    // News of the user's own that came meanwhile is kept, but what it counted has been dropped.
    const isOvertaken = held.me.seq > chat.me.seq
    return withChat({ ...state, syncWanted: state.syncWanted || isOvertaken }, catchUp(kept, state.userId))
  }
  // New, or dropped, or entered anew while the question was under way: the changes do not join on to what is held, the chat itself is told whole.
  if (!held || askedFrom === undefined || askedFrom > held.seq) return onSnapshot(state, chat)
  const known = holdMembers(holdMessages(held, messages), members)
  if (seq < held.seq) return withChat(state, withUnread(known, state.userId, known))
  const moved = moveTo(known, chat, seq)
  return withChat(state, catchUp(withUnread(moved, state.userId, moved), state.userId))
}

const byNumber = (messages: readonly Message[]) => messages.toSorted((one, other) => one.number - other.number)

const withChat = (state: State, chat: ChatState): State => ({ ...state, chats: new Map(state.chats).set(chat.info.id, chat) })
