import type { ChatEvent } from './events.js'
import type { Chat, Counts, Draft, Me, Member, Message, Presence, ThreadPlace, User } from './model.js'

/** What one change did to the counts, if the read mark was below its message. */
export interface UnreadStep extends Counts {
  readonly seq: number
  readonly number: number
}

export interface ChatState extends Counts {
  /** The chat itself as of its own `seq`, which may be ahead of the place below while a long catch-up is under way. */
  readonly info: Chat
  readonly me: Me
  /** Every change up to this one is in this state. */
  readonly seq: number
  /** The latest steps of the count: a count told of an earlier place is brought up to date with them. Bounded. */
  readonly steps: readonly UnreadStep[]
  /** Changes that came before the ones they follow; bounded. */
  readonly ahead: ReadonlyMap<number, ChatEvent>
  /** The first message of the run that is held up to the newest; older ones may be held here and there. */
  readonly from: number
  /** By number. A hole after `from` is a change on its way. */
  readonly messages: ReadonlyMap<number, Message>
  /** By user, those who left included (`leftAt`). Whole only in chats that come with their members. */
  readonly members: ReadonlyMap<string, Member>
}

/** A message on its way. `clientId` stays the same over retries, so that it can never be posted twice. */
export interface PendingMessage {
  readonly clientId: string
  readonly chatId: string
  readonly draft: Draft
  readonly createdAt: string
  readonly status: 'sending' | 'failed'
  /** Why it failed: a code of the contract, or a sentence. */
  readonly problem: string | null
}

export interface State {
  /** Who is signed in: whose messages are one's own. */
  readonly userId: string | null
  readonly chats: ReadonlyMap<string, ChatState>
  readonly users: ReadonlyMap<string, User>
  readonly pending: readonly PendingMessage[]
  /** By user. Passing: only of people whose presence was asked for or has changed. */
  readonly presence: ReadonlyMap<string, Presence>
  /** By chat and user, until when (milliseconds since 1970). */
  readonly typing: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** By the id of the root. Passing: only those that the user marked or chose while this was running. */
  readonly threads: ReadonlyMap<string, ThreadPlace>
  /** The user's own counter, as the last whole sync told it. */
  readonly mine: number
  /** Something is known to be missing, or was told in a way that cannot be placed. */
  readonly syncWanted: boolean
  readonly syncing: boolean
  /** Whether a sync was ever completed: until then an empty list means nothing. */
  readonly loaded: boolean
}

export const emptyState: State = {
  userId: null,
  chats: new Map(),
  users: new Map(),
  pending: [],
  presence: new Map(),
  typing: new Map(),
  threads: new Map(),
  mine: 0,
  syncWanted: false,
  syncing: false,
  loaded: false,
}

/** The state with one chat changed; itself if there is no such chat, or nothing changes. */
export function updateChat(state: State, chatId: string, change: (chat: ChatState) => ChatState): State {
  const chat = state.chats.get(chatId)
  const changed = chat && change(chat)
  return !changed || changed === chat ? state : { ...state, chats: new Map(state.chats).set(chatId, changed) }
}

export function withoutChat(state: State, chatId: string): State {
  if (!state.chats.has(chatId)) return state
  const chats = new Map(state.chats)
  chats.delete(chatId)
  return { ...state, chats, pending: state.pending.filter((message) => message.chatId !== chatId) }
}
