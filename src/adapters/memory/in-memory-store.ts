import type { Clock } from '../../application/ports/clock.js'
import type { EarlierText } from '../../application/ports/message-lists.js'
import type { Marked } from '../../application/ports/read-marks.js'
import type { Ban } from '../../domain/ban.js'
import { type Chat, type ChatOfMember, membersShownInline } from '../../domain/chat.js'
import type { StoredAttachment } from '../../domain/files/attachment.js'
import type { AttachmentId, BlobKey, ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Invite } from '../../domain/invite.js'
import type { Me, Member, Membership, OwnPlace, Preferences } from '../../domain/member.js'
import { isActive, memberView } from '../../domain/membership.js'
import type { Message } from '../../domain/messages/message.js'
import { defaultPresenceSettings, type PresenceProfile } from '../../domain/presence.js'
import type { User } from '../../domain/user.js'
import { KeyedLock } from './keyed-lock.js'

export const defaultPreferences: Preferences = { muted: false, pinned: false, archived: false, notify: 'all', markedUnread: false }

export interface Place {
  readonly membership: Membership
  readonly preferences: Preferences
  /** Of the user's counter. */
  readonly meSeq: number
}

export interface ChatEntry {
  chat: Chat
  /** The chat's `seq` of the last change of who is in it. */
  membersSeq: number
  lastActivityAt: Date
  changedAt: Date
  readonly places: Map<UserId, Place>
  readonly bans: Map<UserId, Ban>
  /** Message number n at n − 1. */
  readonly messages: Message[]
  /** The `seq` that each was sent with, likewise. */
  readonly createdSeqs: number[]
}

export interface GivenReaction {
  readonly userId: UserId
  readonly emoji: string
  readonly at: Date
}

/** Somebody's place in a thread. */
export interface ThreadSeat {
  readonly chatId: ChatId
  readonly rootId: MessageId
  readonly userId: UserId
  readonly following: boolean
  readonly readNumber: number
}

export interface LooseBlob {
  readonly thumbBlob: BlobKey | null
  readonly since: Date
  readonly heldFor: { readonly ownerId: UserId; readonly bytes: number } | null
}

/** What the in-memory adapters of the chats share. What it hands out is never changed, only replaced. Gone with the process. */
export class InMemoryStore {
  readonly users: Map<UserId, User>
  readonly chats = new Map<ChatId, ChatEntry>()
  /** Private chats by their pair. */
  readonly pairs = new Map<string, ChatId>()
  /** What was sent, by sender and `clientId`; to tell a retry from another message. */
  readonly sent = new Map<string, { readonly chatId: ChatId; readonly number: number; readonly body: string }>()
  readonly invites = new Map<string, Invite>()
  readonly messageIds = new Set<MessageId>()
  readonly edits = new Map<MessageId, readonly EarlierText[]>()
  /** In the order in which they came. */
  readonly reactions = new Map<MessageId, readonly GivenReaction[]>()
  /** By root and user. */
  readonly threads = new Map<string, ThreadSeat>()
  readonly uploads = new Map<AttachmentId, StoredAttachment>()
  /** Blobs without an upload: those under way with the room that is held for them, and those of which it is gone. */
  readonly looseBlobs = new Map<BlobKey, LooseBlob>()
  /** Blocker and blocked. */
  readonly blocks = new Set<string>()
  readonly #presences = new Map<UserId, PresenceProfile>()
  readonly locks = new KeyedLock()
  readonly clock: Clock
  readonly #counters = new Map<UserId, number>()

  /** The users may be shared with the accounts, which add to them. */
  constructor(clock: Clock, users: Map<UserId, User> = new Map()) {
    this.clock = clock
    this.users = users
  }

  removeUploads(isGone: (upload: StoredAttachment) => boolean): number {
    const gone = [...this.uploads.values()].filter(isGone)
    for (const { id, blob, thumbBlob } of gone) {
      this.uploads.delete(id)
      this.looseBlobs.set(blob, { thumbBlob, since: this.clock.now(), heldFor: null })
    }
    return gone.length
  }

  counterOf(userId: UserId): number {
    return this.#counters.get(userId) ?? 0
  }

  nextCounterOf(userId: UserId): number {
    const next = this.counterOf(userId) + 1
    this.#counters.set(userId, next)
    return next
  }

  presenceOf(userId: UserId): PresenceProfile {
    return this.#presences.get(userId) ?? { userId, ...defaultPresenceSettings, lastSeenAt: null }
  }

  setPresence(profile: PresenceProfile): void {
    this.#presences.set(profile.userId, profile)
  }

  /** The chat and the user's place in it, if they are in it now. */
  seatOf(chatId: ChatId, userId: UserId): { readonly entry: ChatEntry; readonly place: Place } | null {
    const entry = this.chats.get(chatId)
    const place = entry?.places.get(userId)
    return entry !== undefined && place !== undefined && isActive(place.membership) ? { entry, place } : null
  }

  seatsOf(userId: UserId): readonly { readonly entry: ChatEntry; readonly place: Place }[] {
    return [...this.chats.keys()].flatMap((chatId) => this.seatOf(chatId, userId) ?? [])
  }

  viewOf({ entry, place }: { readonly entry: ChatEntry; readonly place: Place }): ChatOfMember {
    const last = entry.messages.at(-1)
    return {
      ...entry.chat,
      lastMessage: last !== undefined && last.number >= place.membership.firstNumber ? last : null,
      ...ownPlaceOf({ entry, place }),
      ...(entry.chat.memberCount <= membersShownInline ? { members: this.membersOf(entry) } : {}),
    }
  }

  /** The people now in the chat, longest-standing first. */
  membersOf(entry: ChatEntry): readonly Member[] {
    return [...entry.places.values()]
      .map((place) => place.membership)
      .filter(isActive)
      .sort((a, b) => a.joinedAt.getTime() - b.joinedAt.getTime() || (a.userId < b.userId ? -1 : 1))
      .flatMap((membership) => this.memberOf(entry, membership))
  }

  memberOf(entry: ChatEntry, membership: Membership): readonly Member[] {
    const user = this.users.get(membership.userId)
    return user === undefined ? [] : [memberView(membership, user, entry.chat)]
  }
}

export function meOf({ membership, preferences, meSeq }: Place): Me {
  const { role, firstNumber, readNumber, deliveredNumber } = membership
  return { role, firstNumber, readNumber, deliveredNumber, ...preferences, seq: meSeq }
}

export const markedOf = (entry: ChatEntry, place: Place, moved: boolean): Marked => ({
  chatId: entry.chat.id,
  moved,
  ...ownPlaceOf({ entry, place }),
  shown: entry.chat.memberCount <= membersShownInline,
  membersSeq: entry.membersSeq,
})

/** Nobody has messages of their own above their mark: sending moves it. */
export function ownPlaceOf({ entry, place }: { readonly entry: ChatEntry; readonly place: Place }): OwnPlace {
  const { readNumber, firstNumber, userId } = place.membership
  const above = entry.messages.slice(Math.max(readNumber, firstNumber - 1)).filter((message) => message.deletedAt === null)
  const calling = above.filter((message) => message.mentionsAll || message.mentions.includes(userId))
  return { me: meOf(place), unread: above.length, unreadMentions: calling.length }
}
