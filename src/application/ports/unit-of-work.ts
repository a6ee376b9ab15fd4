import type { Chat } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Membership } from '../../domain/member.js'
import type { User } from '../../domain/user.js'
import type { BanRepository } from './bans.js'
import type { Blocks } from './blocks.js'
import type { InviteRepository } from './invites.js'
import type { MessageStore } from './message-store.js'

/** Chats, for changing. Everything but `insert…` expects the chat locked by this unit of work. */
export interface ChatRepository {
  /** [CW1] The chat, held until the unit ends: nobody else changes it, its members or appends to it meanwhile. `null` if there is none. */
  lock(chatId: ChatId): Promise<Chat | null>
  insertGroup(chat: Chat): Promise<void>
  /** [CW2] Inserts the private chat of this pair, lower id first, unless there is one; answers the id of the one that is there now. Atomic. */
  insertPrivate(chat: Chat, pair: readonly [UserId, UserId]): Promise<ChatId>
  /** [CW3] Stores all of it. */
  save(chat: Chat): Promise<void>
  /** [CW4] Deletes it with everything in it. */
  delete(chatId: ChatId): Promise<void>
}

/** [MW5] A group that has members has an owner: a unit that would leave one without throws Conflict, and changes nothing. */
export interface MembershipRepository {
  /** [MW1] The user's place in the chat, also one they have left (`leftAt`). */
  find(chatId: ChatId, userId: UserId): Promise<Membership | null>
  /** [MW2] Who would inherit: of the people now in the chat, without this user, the one of highest role, then longest there. */
  findSuccessor(chatId: ChatId, leaving: UserId): Promise<Membership | null>
  /** [MW3] How many owners are in the chat now. */
  countOwners(chatId: ChatId): Promise<number>
  /** [MW4] Stores these places and gives each user the next of their own counter for it. A person who comes back starts with default preferences. */
  save(memberships: readonly Membership[]): Promise<void>
}

export interface Stores {
  readonly chats: ChatRepository
  readonly memberships: MembershipRepository
  readonly invites: InviteRepository
  readonly bans: BanRepository
  readonly blocks: Pick<Blocks, 'between'>
  readonly messages: MessageStore
  readonly users: {
    /** [UW4] Those of the users that exist, and whom nobody erases until the unit ends; somebody erased is none. */
    findMany(ids: readonly UserId[]): Promise<readonly User[]>
    /** [UW5] Somebody erased too, by the names that they have then. */
    findEvenErased(ids: readonly UserId[]): Promise<readonly User[]>
  }
}

/** Makes several writes one: all are committed when `run` resolves, none if it rejects. */
export interface UnitOfWork {
  /**
   * [UW1] Atomic. [UW2] Units that lock the same chat run one after the other. [UW3] What `work` throws comes out unchanged.
   * `work` may be run again if it lost against another unit: it does nothing but use the stores.
   */
  run<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result>
}
