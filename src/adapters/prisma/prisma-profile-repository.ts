import type { ProfileChanges, ProfileRepository } from '../../application/ports/profile-repository.js'
import type { Profile } from '../../domain/account.js'
import type { Email } from '../../domain/email.js'
import { HandleTaken } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import { isUniqueViolation } from './failures.js'

const publicColumns = { id: true, handle: true, displayName: true, avatarUrl: true, createdAt: true } as const

export class PrismaProfileRepository implements ProfileRepository {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async find(userId: UserId): Promise<Profile | null> {
    const [user, account] = await Promise.all([
      this.#prisma.user.findUnique({ where: { id: userId }, select: publicColumns }),
      this.#prisma.account.findUnique({ where: { id: userId }, select: { email: true } }),
    ])
    return user && account && { user: { ...user, id: userId }, email: account.email as Email }
  }

  async update(userId: UserId, { displayName, handle }: ProfileChanges): Promise<Profile | null> {
    const data = { ...(displayName === undefined ? {} : { displayName }), ...(handle === undefined ? {} : { handle }) }
    if (Object.keys(data).length > 0) {
      await this.#prisma.user.updateMany({ where: { id: userId }, data }).catch((error: unknown) => {
        throw isUniqueViolation(error) ? new HandleTaken() : error
      })
    }
    return this.find(userId)
  }
}
