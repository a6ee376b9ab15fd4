import type { Chat } from '../../domain/chat.js'
import type { ChatId } from '../../domain/ids.js'
import type { Invite } from '../../domain/invite.js'
import type { Page, PageRequest } from './page.js'

/** Invites, for changing: under the lock of their chat. */
export interface InviteRepository {
  /** [IV1] Also one that was revoked or used up; gone with its chat. */
  find(code: string): Promise<Invite | null>
  /** [IV2] Stores a new one, or how often it was used and whether it was revoked. */
  save(invite: Invite): Promise<void>
}

export interface InviteReader {
  /** [IV3] An invite and the group it leads into, whatever became of it. */
  findWithChat(code: string): Promise<{ readonly invite: Invite; readonly chat: Chat } | null>
  /** [IV4] A group's invites that were not revoked, the latest first. */
  list(chatId: ChatId, page: PageRequest): Promise<Page<Invite>>
}
