import type { Ban } from '../../domain/ban.js'
import type { ChatType } from '../../domain/chat.js'
import type { Email } from '../../domain/email.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Invite } from '../../domain/invite.js'
import type { Me } from '../../domain/member.js'
import type { Message } from '../../domain/messages/message.js'
import type { Attachment } from '../../domain/messages/message-parts.js'
import type { NotificationSettings } from '../../domain/notifications/notification-settings.js'
import type { PushSubscription } from '../../domain/notifications/push-subscription.js'
import type { PresenceSettings } from '../../domain/presence.js'
import type { Report, ReportStatus } from '../../domain/report.js'
import type { Session } from '../../domain/session.js'
import type { Page, PageRequest } from './page.js'

/** Somebody's place in a chat, as it concerns them. */
export interface OwnMembership extends Me {
  readonly chatId: ChatId
  readonly type: ChatType
  readonly title: string | null
  readonly joinedAt: Date
  readonly leftAt: Date | null
}

export interface OwnAttachment extends Attachment {
  readonly createdAt: Date
  /** The message that has it; `null` for an upload that none has yet. */
  readonly messageId: MessageId | null
  readonly chatId: ChatId | null
}

export interface OwnBlock {
  readonly userId: UserId
  readonly createdAt: Date
}

export interface OwnBan {
  readonly chatId: ChatId
  readonly title: string | null
  readonly bannedAt: Date
}

/** Of the keys of a session nothing: they are secrets, also from who may read the archive. */
export type OwnSession = Pick<Session, 'id' | 'device' | 'ip' | 'createdAt' | 'lastUsedAt' | 'expiresAt' | 'endedAt'>

/** A text of theirs that an edit has replaced. */
export interface OwnEdit {
  readonly messageId: MessageId
  readonly text: string
  readonly editedAt: Date
}

export interface OwnReaction {
  readonly messageId: MessageId
  readonly emoji: string
  readonly createdAt: Date
}

/** Where others call them by name. */
export interface OwnMention {
  readonly chatId: ChatId
  readonly messageId: MessageId
}

export interface OwnThread {
  readonly rootId: MessageId
  readonly following: boolean
  readonly readNumber: number
}

/** Not the keys, which are the browser's own. */
export type OwnPushSubscription = Pick<PushSubscription, 'id' | 'sessionId' | 'endpoint' | 'createdAt' | 'expiresAt'>

/** A report as its author knows it: not what was noted about it, nor by whom. */
export interface OwnReport extends Omit<Report, 'reporterId'> {
  readonly status: ReportStatus
  readonly handledAt: Date | null
}

/** What there is once of somebody, beside their profile. */
export interface OwnAccount {
  /** As they asked to be called when they signed up. */
  readonly signedUpAs: { readonly handle: string; readonly displayName: string }
  readonly createdAt: Date
  readonly verifiedAt: Date | null
  readonly credentialsChangedAt: Date
  /** The address that they have asked to move to. */
  readonly newEmail: Email | null
  readonly presence: PresenceSettings & { readonly lastSeenAt: Date | null }
  readonly notifications: NotificationSettings
  /** Since when they keep order on the installation by appointment. */
  readonly adminSince: Date | null
}

/** What there may be much of, by its name in the archive: an item of each. */
export interface OwnLists {
  /** Ended ones too, as long as they are kept. */
  readonly sessions: OwnSession
  /** Every chat they are or were in. */
  readonly memberships: OwnMembership
  /** Every message they wrote and nobody deleted, in whatever chat. */
  readonly messages: Message
  readonly edits: OwnEdit
  readonly reactions: OwnReaction
  readonly mentions: OwnMention
  /** Those they follow, and those they chose not to. */
  readonly threads: OwnThread
  /** Every file they uploaded or forwarded that is still kept, each use of it. */
  readonly attachments: OwnAttachment
  /** Whom they have blocked; not who has blocked them. */
  readonly blocks: OwnBlock
  /** Every invite they made, whatever became of it. */
  readonly invites: Invite
  /** The groups they are banned from; not by whom. */
  readonly bans: OwnBan
  /** Whom they have banned. */
  readonly bansMade: Omit<Ban, 'bannedBy'>
  /** What they have reported; not who has reported them. */
  readonly reports: OwnReport
  readonly pushSubscriptions: OwnPushSubscription
}

/** What is kept about somebody. */
export interface PersonalData {
  /** [PD1] `null` without an account. */
  account(userId: UserId): Promise<OwnAccount | null>
  /** [PD2] Each item once over all pages, in no particular order, and nobody else's. */
  page<Name extends keyof OwnLists>(list: Name, userId: UserId, page: PageRequest): Promise<Page<OwnLists[Name]>>
}
