import type { ChatOfMember } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member, OwnPlace } from '../../domain/member.js'
import type { Message } from '../../domain/messages/message.js'

/** What a client says it holds. */
export interface SyncRequest {
  readonly chats: readonly { readonly id: ChatId; readonly seq: number }[]
  /** The user's counter as the client knows it; 0 if it holds nothing. */
  readonly mine: number
  readonly cursor: string | null
}

export interface ChatChanges {
  readonly chat: ChatOfMember
  /** Oldest change first. */
  readonly messages: readonly Message[]
  /** Oldest change first; people who left come with `leftAt`. */
  readonly members: readonly Member[]
  /** Everything up to here is in this answer. */
  readonly seq: number
  /** There is more after `seq`. */
  readonly more: boolean
  /** Drop what is held of this chat: `messages` is its newest page. */
  readonly reset: boolean
}

export interface SyncAnswer {
  readonly chats: readonly ChatChanges[]
  readonly removed: readonly ChatId[]
  readonly mine: { readonly seq: number; readonly chats: readonly (OwnPlace & { readonly chatId: ChatId })[] }
  readonly cursor: string | null
}

export interface ChangeReader {
  /**
   * What changed in the user's chats after what the client holds, as current state, from one snapshot.
   * [SY1] A named chat that is as held is left out; one that has changed comes with every changed message and member that the user may see.
   * [SY2] At most 100 changes a chat (then `more`), 100 chats and about 1,000 changes an answer (then `cursor`).
   * [SY3] Over 500 changes behind, or a `seq` above the head: `reset`, with the newest 50 messages. [SY4] A chat not named comes as new, with its last message only.
   * [SY5] Named chats that the user is not in, unknown ones included, are `removed` (on the first page). [SY6] `mine` has the chats of this page whose `me.seq` is above the given.
   */
  changesFor(userId: UserId, request: SyncRequest): Promise<SyncAnswer>
}
