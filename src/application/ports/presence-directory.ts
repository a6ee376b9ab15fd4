import type { ChatId, UserId } from '../../domain/ids.js'
import type { PresenceProfile, PresenceSettings } from '../../domain/presence.js'

/** Somebody, and the chats in which their coming and going is told. */
export interface PresenceAudience {
  readonly profile: PresenceProfile
  readonly chatIds: readonly ChatId[]
  /** Of the people in these chats, those who blocked them, or whom they blocked. */
  readonly hiddenFrom: readonly UserId[]
}

export interface Sight {
  readonly isSeen: boolean
  /** Of the people in it, those who blocked them, or whom they blocked. */
  readonly hiddenFrom: readonly UserId[]
  /** The chat's last change of who is in it. */
  readonly membersSeq: number
}

/**
 * Who may see whom, and what they let be seen. People know each other if they are in a group together, or have both written in their private
 * chat, among its first thousand messages; where one of them has blocked the other they do not.
 */
export interface PresenceDirectory {
  /** [PW1] Those of the people whom the viewer knows, and the viewer if named. */
  knownTo(viewer: UserId, userIds: readonly UserId[]): Promise<readonly PresenceProfile[]>
  /** [PW2] Each of the people that exist, with their groups of up to 50 and the private chats in which both know each other. */
  audiencesOf(userIds: readonly UserId[]): Promise<readonly PresenceAudience[]>
  /** [PW3] Changes what is named; answers all of it. Who stops being visible was last seen then. */
  change(userId: UserId, changes: Partial<PresenceSettings>, at: Date): Promise<PresenceSettings>
  /** [PW4] They were here until then; nothing is kept of those who are not visible. */
  markSeen(userIds: readonly UserId[], at: Date): Promise<void>
  /** [PW5] Who of the chat may see what somebody does there: nobody where they are visible to nobody, or one of a private chat has blocked the other. `null` if they are not in it. */
  sightIn(chatId: ChatId, userId: UserId): Promise<Sight | null>
}
