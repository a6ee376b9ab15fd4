import type { ChatType } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Me } from '../../domain/member.js'
import type { Message } from '../../domain/message.js'
import type { Page, PageRequest } from './page.js'

/** Somebody's place in a chat, as it concerns them. */
export interface OwnMembership extends Me {
  readonly chatId: ChatId
  readonly type: ChatType
  readonly title: string | null
  readonly joinedAt: Date
  readonly leftAt: Date | null
}

/** What is kept about somebody, a page at a time. */
export interface PersonalData {
  /** [PD1] Every chat they are or were in, each once. */
  memberships(userId: UserId, page: PageRequest): Promise<Page<OwnMembership>>
  /** [PD2] Every message they wrote and nobody deleted, in whatever chat, each once; in no particular order. */
  messages(userId: UserId, page: PageRequest): Promise<Page<Message>>
}
