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

/** What somebody has set up for themselves in a chat; nobody else sees it. */
export interface Preferences {
  readonly muted: boolean
  readonly pinned: boolean
  readonly archived: boolean
  readonly notify: NotifyLevel
  readonly markedUnread: boolean
}

/** What a member sees of their own place in a chat. `seq` is of the user's counter, not the chat's. */
export interface Me extends Preferences {
  readonly role: Role
  readonly firstNumber: number
  readonly readNumber: number
  readonly deliveredNumber: number
  readonly seq: number
}

/** What follows a member in a chat, and nobody else. */
export interface OwnPlace {
  readonly me: Me
  /** Visible messages above the read mark that are neither deleted nor their own. */
  readonly unread: number
  /** Those of them that call the member, or everybody. */
  readonly unreadMentions: number
}
