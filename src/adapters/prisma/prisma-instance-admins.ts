import type { InstanceAdmins } from '../../application/ports/instance-admins.js'
import type { Email } from '../../domain/email.js'
import type { UserId } from '../../domain/ids.js'
import type { PrismaClient } from '../../generated/prisma/client.js'

export class PrismaInstanceAdmins implements InstanceAdmins {
  readonly #prisma: PrismaClient
  readonly #named: readonly Email[]

  /** `named` are the verified addresses of those who are admins whatever the database says. */
  constructor(prisma: PrismaClient, named: readonly Email[]) {
    this.#prisma = prisma
    this.#named = named
  }

  async includes(userId: UserId): Promise<boolean> {
    const [row] = await this.#prisma.$queryRaw<{ includes: boolean }[]>`
      SELECT EXISTS (SELECT FROM instance_admins WHERE user_id = ${userId}::uuid)
        OR EXISTS (SELECT FROM accounts WHERE id = ${userId}::uuid AND verified_at IS NOT NULL AND email = ANY(${[...this.#named]}::text[])) AS includes`
    return row?.includes ?? false
  }

  async appoint(userId: UserId, by: UserId, at: Date): Promise<void> {
    await this.#prisma.$executeRaw`
      INSERT INTO instance_admins (user_id, appointed_by, appointed_at) VALUES (${userId}::uuid, ${by}::uuid, ${at}) ON CONFLICT DO NOTHING`
  }

  async dismiss(userId: UserId): Promise<void> {
    await this.#prisma.instanceAdmin.deleteMany({ where: { userId } })
  }
}
