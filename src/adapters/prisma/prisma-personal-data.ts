import type { Page, PageRequest } from '../../application/ports/page.js'
import type { OwnAccount, OwnLists, PersonalData } from '../../application/ports/personal-data.js'
import type { Email } from '../../domain/email.js'
import type { UserId } from '../../domain/ids.js'
import { defaultNotificationSettings } from '../../domain/notifications/notification-settings.js'
import { defaultPresenceSettings } from '../../domain/presence.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import { ownLists } from './own-lists.js'

export class PrismaPersonalData implements PersonalData {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async account(userId: UserId): Promise<OwnAccount | null> {
    const where = { where: { userId } }
    const [account, presence, notifications, adminship] = await Promise.all([
      this.#prisma.account.findUnique({ where: { id: userId }, include: { oneTimeTokens: { where: { purpose: 'change_email' } } } }),
      this.#prisma.presence.findUnique({ ...where, omit: { userId: true } }),
      this.#prisma.notificationSettings.findUnique({ ...where, omit: { userId: true } }),
      this.#prisma.instanceAdmin.findUnique(where),
    ])
    if (account === null) return null
    const { handle, displayName, createdAt, verifiedAt, passwordChangedAt, oneTimeTokens } = account
    return {
      signedUpAs: { handle, displayName },
      createdAt,
      verifiedAt,
      credentialsChangedAt: passwordChangedAt,
      newEmail: (oneTimeTokens[0]?.email ?? null) as Email | null,
      presence: presence ?? { ...defaultPresenceSettings, lastSeenAt: null },
      notifications: notifications ?? defaultNotificationSettings,
      adminSince: adminship?.appointedAt ?? null,
    }
  }

  page<Name extends keyof OwnLists>(list: Name, userId: UserId, page: PageRequest): Promise<Page<OwnLists[Name]>> {
    return ownLists[list](this.#prisma, userId, page)
  }
}
