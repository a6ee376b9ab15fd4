import type { Clock } from '../../application/ports/clock.js'
import { type Chat, type ChatOfMember, membersShownInline } from '../../domain/chat.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Me, Member, Membership, NotifyLevel } from '../../domain/member.js'
import { isActive, memberView } from '../../domain/membership.js'
import type { Message } from '../../domain/message.js'
import type { User } from '../../domain/user.js'
import { KeyedLock } from './keyed-lock.js'

export interface Preferences {
  readonly muted: boolean
  readonly pinned: boolean
  readonly archived: boolean
  readonly notify: NotifyLevel
  readonly markedUnread: boolean
}

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
  /** Message number n at n − 1. */
  readonly messages: Message[]
}

/** What the in-memory adapters of the chats share. What it hands out is never changed, only replaced. Gone with the process. */
export class InMemoryStore {
  readonly users: Map<UserId, User>
  readonly chats = new Map<ChatId, ChatEntry>()
  /** Private chats by their pair. */
  readonly pairs = new Map<string, ChatId>()
  /** What was sent, by sender and `clientId`; to tell a retry from another message. */
  readonly sent = new Map<string, { readonly chatId: ChatId; readonly number: number; readonly body: string }>()
  readonly messageIds = new Set<MessageId>()
  readonly locks = new KeyedLock()
  readonly clock: Clock
  readonly #counters = new Map<UserId, number>()

  /** The users may be shared with the accounts, which add to them. */
  constructor(clock: Clock, users: Map<UserId, User> = new Map()) {
    this.clock = clock
    this.users = users
  }

  counterOf(userId: UserId): number {
    return this.#counters.get(userId) ?? 0
  }

  nextCounterOf(userId: UserId): number {
    const next = this.counterOf(userId) + 1
    this.#counters.set(userId, next)
    return next
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
      unread: unreadOf(entry, place),
      me: meOf(place),
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

/** Nobody has messages of their own above their mark: sending moves it. */
export const unreadOf = ({ messages }: ChatEntry, { membership }: Place): number =>
  messages.slice(Math.max(membership.readNumber, membership.firstNumber - 1)).filter((message) => message.deletedAt === null).length
