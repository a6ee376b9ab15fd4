import type { Chat, ChatOfMember } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import type { Page, PageRequest } from './page.js'

/** What a user's sockets need to know of a chat: nothing below `firstNumber` is theirs to see. */
export interface RoomSeat {
  readonly chatId: ChatId
  readonly firstNumber: number
  /** The chat's last change when this was read: somebody who left by a later one is not to be seated. */
  readonly asOf: number
}

/** Reads of chats. A chat that the user is not in does not exist for them: `null`, or left out. */
export interface ChatReader {
  /** [CR1] The chat as each of these users sees it; users who are not in it now are left out. One snapshot. */
  findForMembers(chatId: ChatId, userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, ChatOfMember>>
  /** [CR2] A public room, for anyone. */
  findPublic(chatId: ChatId): Promise<Chat | null>
  /** [CR3] The user's chats, latest activity first. */
  list(userId: UserId, page: PageRequest): Promise<Page<ChatOfMember>>
  /**
   * [CR4] Public rooms whose title or topic has each word of the query as the beginning of a word of its own, or, if there is more in the query
   * than words, whose title begins so; letter case aside, ordered by title.
   */
  listRooms(query: string, page: PageRequest): Promise<Page<Chat>>
  /** [CR5] The people now in the chat, longest-standing first; `null` if the user is not one of them. */
  listMembers(chatId: ChatId, userId: UserId, page: PageRequest): Promise<Page<Member> | null>
  /** [CR6] Every chat the user is in now. */
  seatsOf(userId: UserId): Promise<readonly RoomSeat[]>
}
