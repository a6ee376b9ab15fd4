import type { ChatId, UserId } from './ids.js'
import type { User } from './user.js'

export type Role = 'owner' | 'admin' | 'member'
export type NotifyLevel = 'all' | 'mentions' | 'none'

/** Somebody's place in a chat. It is kept, with `leftAt`, once they have left. */
export interface Membership {
  readonly chatId: ChatId
  readonly userId: UserId
  readonly role: Role
  readonly joinedAt: Date
  readonly leftAt: Date | null
  /** The chat's `seq` when this last changed. */
  readonly seq: number
  /** The first message number they may see. */
  readonly firstNumber: number
  readonly readNumber: number
  readonly deliveredNumber: number
}

/** A member as the others in the chat see them. The marks are there in chats of up to 50. */
export interface Member {
  readonly userId: UserId
  readonly role: Role
  readonly joinedAt: Date
  readonly leftAt: Date | null
  readonly seq: number
  readonly user: User
  readonly readNumber?: number
  readonly deliveredNumber?: number
}

/** What a member sees of their own place in a chat. `seq` is of the user's counter, not the chat's. */
export interface Me {
  readonly role: Role
  readonly firstNumber: number
  readonly readNumber: number
  readonly deliveredNumber: number
  readonly muted: boolean
  readonly pinned: boolean
  readonly archived: boolean
  readonly notify: NotifyLevel
  readonly markedUnread: boolean
  readonly seq: number
}
