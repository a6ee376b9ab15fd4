import type { Chat, ChatOfMember } from './chat.js'
import type { ChatId, MessageId, UserId } from './ids.js'
import type { Member, OwnPlace } from './member.js'
import type { Message } from './messages/message.js'
import type { ThreadPlace } from './messages/thread.js'

/** A durable change of a chat: one change, one event, one `seq`. Everyone in the chat gets to know of it. */
export type ChatEvent =
  | {
      readonly type: 'message.created'
      readonly chatId: ChatId
      readonly seq: number
      readonly message: Message
      /** The chat's last change of who is in it, as of this change: a node that knows an older one must look again before it delivers. */
      readonly membersSeq: number
    }
  | { readonly type: 'message.updated' | 'message.deleted'; readonly chatId: ChatId; readonly seq: number; readonly message: Message }
  | { readonly type: 'chat.updated'; readonly chatId: ChatId; readonly seq: number; readonly chat: Chat }
  | {
      readonly type: 'member.joined' | 'member.updated' | 'member.left'
      readonly chatId: ChatId
      readonly seq: number
      readonly member: Member
    }

/** The chat is gone, for everyone in it: their sockets get `chat.removed` and are in the room no longer. */
export type ChatDeleted = { readonly type: 'chat.deleted'; readonly chatId: ChatId }

/** Passes: never stored, and spared for a slow socket. */
export type PassingEvent = {
  readonly chatId: ChatId
  readonly userId: UserId
  /** The chat's last change of who is in it, as of then: a node that knows an older one only drops the event. */
  readonly membersSeq: number
} & (
  | { readonly type: 'read'; readonly number: number }
  | { readonly type: 'receipt'; readonly deliveredNumber: number }
  | {
      readonly type: 'typing'
      readonly expiresAt: Date
      /** But not these people of the chat. */
      readonly hiddenFrom: readonly UserId[]
    }
)

/** For one user's own sockets. */
export type UserEvent =
  | { readonly type: 'chat.created'; readonly userId: UserId; readonly chat: ChatOfMember }
  | {
      readonly type: 'chat.removed'
      readonly userId: UserId
      readonly chatId: ChatId
      readonly reason: 'left' | 'removed'
      /** The change by which they left: sockets that know of a later one, by which they came back, are to sync. */
      readonly seq: number
    }
  | ({ readonly type: 'me.updated'; readonly userId: UserId; readonly chatId: ChatId } & OwnPlace)
  | ({ readonly type: 'thread.updated'; readonly userId: UserId; readonly chatId: ChatId; readonly rootId: MessageId } & ThreadPlace)

export type DomainEvent = ChatEvent | ChatDeleted | PassingEvent | UserEvent
