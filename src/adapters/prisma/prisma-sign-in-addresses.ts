import type { SignInAddresses } from '../../application/ports/sign-in-addresses.js'
import type { Email } from '../../domain/email.js'
import type { PrismaClient } from '../../generated/prisma/client.js'

export class PrismaSignInAddresses implements SignInAddresses {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async latest(email: Email, limit: number): Promise<readonly string[]> {
    const rows = await this.#prisma.$queryRaw<{ ip: string }[]>`
      SELECT s.ip FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.email = ${email} AND s.ip IS NOT NULL
      GROUP BY s.ip ORDER BY max(s.created_at) DESC LIMIT ${limit}`
    return rows.map(({ ip }) => ip)
  }

  async passwordChangedAt(email: Email): Promise<Date | null> {
    const [row] = await this.#prisma.$queryRaw<{ password_changed_at: Date }[]>`
      SELECT password_changed_at FROM accounts WHERE email = ${email} AND verified_at IS NOT NULL AND password_changed_at > created_at`
    return row?.password_changed_at ?? null
  }
}
