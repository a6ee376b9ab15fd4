import type { ChatId, UserId } from './ids.js'

/** Somebody is kept out of a group. */
export interface Ban {
  readonly chatId: ChatId
  readonly userId: UserId
  readonly bannedBy: UserId
  readonly bannedAt: Date
}
