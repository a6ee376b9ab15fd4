import type { NotificationPreferences } from '../../application/ports/notification-preferences.js'
import type { UserId } from '../../domain/ids.js'
import { defaultNotificationSettings, type NotificationSettings } from '../../domain/notifications/notification-settings.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import { presentUser } from './present-user.js'

const select = { level: true, showPreview: true } as const

export class PrismaNotificationPreferences implements NotificationPreferences {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async find(userId: UserId): Promise<NotificationSettings> {
    return (await this.#prisma.notificationSettings.findUnique({ where: { userId }, select })) ?? defaultNotificationSettings
  }

  async change(userId: UserId, changes: Partial<NotificationSettings>): Promise<NotificationSettings> {
    const { level = null, showPreview = null } = changes
    const initial = { ...defaultNotificationSettings, ...changes }
    const [row] = await this.#prisma.$queryRaw<{ level: NotificationSettings['level']; show_preview: boolean }[]>`
      INSERT INTO notification_settings AS n (user_id, level, show_preview)
      SELECT u.id, ${initial.level}::notify_level, ${initial.showPreview} FROM ${presentUser(userId)} u
      ON CONFLICT (user_id) DO UPDATE
        SET level = coalesce(${level}::notify_level, n.level), show_preview = coalesce(${showPreview}::boolean, n.show_preview)
      RETURNING n.level, n.show_preview`
    return row === undefined ? defaultNotificationSettings : { level: row.level, showPreview: row.show_preview }
  }
}
