import type { ProfileChanges, ProfileRepository } from '../../application/ports/profile-repository.js'
import type { Profile } from '../../domain/account.js'
import type { Email } from '../../domain/email.js'
import { HandleTaken } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import { isUniqueViolation } from './failures.js'
import { isPresent } from './present-user.js'

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

  /** Holds the account meanwhile: who is being erased gets no name back. */
  async update(userId: UserId, { displayName, handle }: ProfileChanges): Promise<Profile | null> {
    const count = await this.#prisma.$executeRaw`
      WITH account AS (SELECT id FROM accounts WHERE id = ${userId}::uuid FOR KEY SHARE)
      UPDATE users u SET display_name = coalesce(${displayName ?? null}, u.display_name), handle = coalesce(${handle ?? null}, u.handle)
      FROM account WHERE u.id = account.id AND ${isPresent}`.catch((error: unknown) => {
      throw isUniqueViolation(error) ? new HandleTaken() : error
    })
    return count === 0 ? null : this.find(userId)
  }
}
