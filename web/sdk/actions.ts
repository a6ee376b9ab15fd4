import type { LiveEvent } from './events.js'
import type { Member, Message, OwnChat, Presence, SyncAnswer, User } from './model.js'
import type { PendingMessage } from './state.js'

/** Everything that can happen to the state. */
export type Action =
  | { readonly type: 'signed-in'; readonly user: User }
  | { readonly type: 'signed-out' }
  | { readonly type: 'event'; readonly event: LiveEvent }
  | { readonly type: 'sync-started' }
  /** `asked`: what each chat stood at when the question left. */
  | { readonly type: 'synced'; readonly answer: SyncAnswer; readonly asked: ReadonlyMap<string, number> }
  | { readonly type: 'sync-finished'; readonly mine: number }
  /** A command answered with a chat that the user is in. */
  | { readonly type: 'chat-entered'; readonly chat: OwnChat }
  | { readonly type: 'chat-left'; readonly chatId: string }
  | { readonly type: 'messages-fetched'; readonly chatId: string; readonly messages: readonly Message[] }
  /** Only these, and so many of the newest, are looked at: the others may go. */
  | { readonly type: 'messages-released'; readonly chatId: string; readonly first: number; readonly last: number; readonly newest: number }
  | { readonly type: 'members-fetched'; readonly chatId: string; readonly members: readonly Member[] }
  | { readonly type: 'users-fetched'; readonly users: readonly User[] }
  | { readonly type: 'presence-fetched'; readonly items: readonly (Presence & { readonly userId: string })[] }
  | { readonly type: 'typing-ended'; readonly at: number }
  | { readonly type: 'read'; readonly chatId: string; readonly number: number }
  /** A message of the outbox, new or changed. */
  | { readonly type: 'queued'; readonly message: PendingMessage }
  | { readonly type: 'discarded'; readonly clientId: string }
