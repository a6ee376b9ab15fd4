import type { AccountRepository, Registration, StoredToken } from '../../application/ports/account-repository.js'
import type { Account } from '../../domain/account.js'
import type { Email } from '../../domain/email.js'
import { HandleTaken, TokenUsedOrExpired } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { type AccountRow, accountColumns, toAccount } from './account-rows.js'
import { isUniqueViolation } from './failures.js'
import { noChange, putToken } from './one-time-tokens.js'

/** Each change is one statement. All lock the account before its token, so that none waits for another in a circle. */
export class PrismaAccountRepository implements AccountRepository {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async register({ id, email, passwordHash, handle, displayName }: Registration, token: StoredToken): Promise<boolean> {
    const [outcome] = await this.#prisma.$queryRaw<{ taken: boolean; registered: boolean }[]>`
      WITH taken AS (SELECT FROM users WHERE handle = ${handle}),
      account AS (
        INSERT INTO accounts (id, email, password_hash, password_changed_at, handle, display_name, created_at)
        SELECT ${id}::uuid, ${email}, ${passwordHash}, ${token.createdAt}::timestamptz, ${handle}, ${displayName}, ${token.createdAt}::timestamptz
        WHERE NOT EXISTS (SELECT FROM taken)
        ON CONFLICT (email) DO UPDATE SET password_hash = excluded.password_hash, password_changed_at = excluded.password_changed_at,
          handle = excluded.handle, display_name = excluded.display_name
        WHERE accounts.verified_at IS NULL
        RETURNING id),
      token AS (${putToken('verify_email', token, Prisma.sql`SELECT id FROM account`)})
      SELECT EXISTS (SELECT FROM taken) AS taken, EXISTS (SELECT FROM account) AS registered`
    if (outcome?.taken) throw new HandleTaken()
    return outcome?.registered ?? false
  }

  find(id: UserId): Promise<Account | null> {
    return this.#findWhere(Prisma.sql`a.id = ${id}::uuid`)
  }

  findByEmail(email: Email): Promise<Account | null> {
    return this.#findWhere(Prisma.sql`a.email = ${email}`)
  }

  async replaceVerification(email: Email, token: StoredToken): Promise<string | null> {
    const [outcome] = await this.#prisma.$queryRaw<{ handle: string | null }[]>`
      WITH account AS (SELECT id, handle FROM accounts WHERE email = ${email} AND verified_at IS NULL FOR UPDATE),
      token AS (${putToken('verify_email', token, Prisma.sql`SELECT id FROM account`)})
      SELECT (SELECT handle FROM account) AS handle, CASE WHEN NOT EXISTS (SELECT FROM account) THEN ${noChange} END AS waited`
    return outcome?.handle ?? null
  }

  async findPendingHandle(tokenHash: string, now: Date): Promise<string | null> {
    const [account] = await this.#prisma.$queryRaw<{ handle: string }[]>`
      SELECT a.handle FROM one_time_tokens t JOIN accounts a ON a.id = t.account_id
      WHERE t.token_hash = ${tokenHash} AND t.purpose = 'verify_email' AND t.expires_at > ${now}::timestamptz AND a.verified_at IS NULL`
    return account?.handle ?? null
  }

  async verify(tokenHash: string, handle: string | null, now: Date): Promise<UserId> {
    const [verified] = await this.#prisma.$queryRaw<{ id: UserId }[]>`
      WITH account AS (
        SELECT a.id, a.handle, a.display_name FROM accounts a JOIN one_time_tokens t ON t.account_id = a.id
        WHERE t.token_hash = ${tokenHash} AND t.purpose = 'verify_email' AND a.verified_at IS NULL
        FOR UPDATE OF a),
      used AS (
        DELETE FROM one_time_tokens t USING account
        WHERE t.account_id = account.id AND t.purpose = 'verify_email' AND t.token_hash = ${tokenHash} AND t.expires_at > ${now}::timestamptz
        RETURNING t.account_id),
      verified AS (
        UPDATE accounts a SET verified_at = ${now}::timestamptz, handle = coalesce(${handle}, account.handle),
          display_name = CASE WHEN account.display_name = account.handle THEN coalesce(${handle}, account.handle) ELSE account.display_name END
        FROM account JOIN used ON used.account_id = account.id
        WHERE a.id = account.id
        RETURNING a.id, a.handle, a.display_name, a.created_at)
      INSERT INTO users (id, handle, display_name, created_at) SELECT id, handle, display_name, created_at FROM verified
      RETURNING id`.catch(handleTaken)
    if (verified === undefined) throw new TokenUsedOrExpired()
    return verified.id
  }

  async #findWhere(condition: Prisma.Sql): Promise<Account | null> {
    const [row] = await this.#prisma.$queryRaw<AccountRow[]>`
      SELECT ${accountColumns}
      FROM accounts a LEFT JOIN users u ON u.id = a.id WHERE ${condition}`
    return row === undefined ? null : toAccount(row)
  }
}

function handleTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new HandleTaken() : error
}
