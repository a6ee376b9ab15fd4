import type { StoredToken } from '../../application/ports/account-repository.js'
import type { EmailChanges } from '../../application/ports/email-changes.js'
import type { Email } from '../../domain/email.js'
import { TokenUsedOrExpired } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { guard, isUniqueViolation } from './failures.js'
import { putToken } from './one-time-tokens.js'

interface Move {
  readonly id: UserId
  readonly from: Email
  readonly to: Email
}

export class PrismaEmailChanges implements EmailChanges {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async request(id: UserId, since: Date, to: Email, token: StoredToken): Promise<boolean | null> {
    const accounts = Prisma.sql`SELECT id FROM account WHERE NOT EXISTS (SELECT FROM accounts WHERE email = ${to} AND verified_at IS NOT NULL)`
    const [outcome] = await this.#prisma.$queryRaw<{ current: boolean; put: boolean }[]>`
      WITH account AS (
        SELECT id FROM accounts WHERE id = ${id}::uuid AND verified_at IS NOT NULL AND password_changed_at = ${since}::timestamptz FOR UPDATE),
      token AS (${putToken('change_email', token, accounts, to)} RETURNING account_id)
      SELECT EXISTS (SELECT FROM account) AS current, EXISTS (SELECT FROM token) AS put`
    return outcome?.current ? outcome.put : null
  }

  async confirm(tokenHash: string, now: Date): Promise<Omit<Move, 'to'>> {
    return guard(this.#prisma.$transaction((transaction) => move(transaction, tokenHash, now), { maxWait: 4_000, timeout: 10_000 })).catch(
      (error: unknown) => {
        throw isUniqueViolation(error) ? new TokenUsedOrExpired() : error
      },
    )
  }
}

async function move(transaction: Prisma.TransactionClient, tokenHash: string, now: Date): Promise<Omit<Move, 'to'>> {
  const [found] = await transaction.$queryRaw<Move[]>`
    SELECT a.id, a.email AS "from", t.email AS "to" FROM accounts a JOIN one_time_tokens t ON t.account_id = a.id
    WHERE t.token_hash = ${tokenHash} AND t.purpose = 'change_email' AND a.disabled_at IS NULL FOR UPDATE OF a`
  if (found === undefined) throw new TokenUsedOrExpired()
  const used = await transaction.$executeRaw`
    DELETE FROM one_time_tokens WHERE account_id = ${found.id}::uuid AND token_hash = ${tokenHash} AND expires_at > ${now}::timestamptz`
  if (used === 0) throw new TokenUsedOrExpired()
  // Whoever has just proven to read the address's mail goes before somebody who never did.
  await transaction.account.deleteMany({ where: { email: found.to, verifiedAt: null } })
  await transaction.account.update({ where: { id: found.id }, data: { email: found.to }, select: { id: true } })
  await transaction.oneTimeToken.deleteMany({ where: { accountId: found.id, purpose: 'reset_password' } })
  return { id: found.id, from: found.from }
}
