import type { NotifyLevel } from '../member.js'

/** What somebody wants to be told of while they are offline, in all of their chats. What they set up in a chat narrows it. */
export interface NotificationSettings {
  readonly level: NotifyLevel
  /** Whether what is pushed has the words of the message in it. */
  readonly showPreview: boolean
}

export const defaultNotificationSettings: NotificationSettings = { level: 'all', showPreview: true }
