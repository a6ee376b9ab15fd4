import type { UserId } from '../../domain/ids.js'
import type { NotificationSettings } from '../../domain/notifications/notification-settings.js'

/** What people want to be told of while they are offline. */
export interface NotificationPreferences {
  /** [NS1] Who never set anything up has the defaults. */
  find(userId: UserId): Promise<NotificationSettings>
  /** [NS2] Changes what is given, for this user alone; answers all of it. */
  change(userId: UserId, changes: Partial<NotificationSettings>): Promise<NotificationSettings>
}
