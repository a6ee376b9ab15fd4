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
}
