import type { StoredToken } from '../../application/ports/account-repository.js'
import type { CredentialRepository, NewPassword } from '../../application/ports/credential-repository.js'
import type { Account } from '../../domain/account.js'
import type { Email } from '../../domain/email.js'
import { TokenUsedOrExpired } from '../../domain/errors.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { type AccountRow, accountColumns, toAccount } from './account-rows.js'
import { guard } from './failures.js'
import { noChange, putToken } from './one-time-tokens.js'

/**
 * A change of password first locks the account for update, which keeps new sessions of it from being stored: those that are there are ended by
 * a later statement, which sees them all, and whoever comes after the commit sees the new password.
 */
export class PrismaCredentialRepository implements CredentialRepository {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async putReset(email: Email, token: StoredToken): Promise<boolean> {
    const [outcome] = await this.#prisma.$queryRaw<{ put: boolean }[]>`
      WITH account AS (SELECT id FROM accounts WHERE email = ${email} AND verified_at IS NOT NULL AND disabled_at IS NULL FOR UPDATE),
      token AS (${putToken('reset_password', token, Prisma.sql`SELECT id FROM account`)} RETURNING account_id)
      SELECT EXISTS (SELECT FROM token) AS put, CASE WHEN NOT EXISTS (SELECT FROM account) THEN ${noChange} END AS waited`
    return outcome?.put ?? false
  }

  async findByReset(tokenHash: string, now: Date): Promise<Account | null> {
    const [row] = await this.#prisma.$queryRaw<AccountRow[]>`
      SELECT ${accountColumns} FROM one_time_tokens t JOIN accounts a ON a.id = t.account_id LEFT JOIN users u ON u.id = a.id
      WHERE t.token_hash = ${tokenHash} AND t.purpose = 'reset_password' AND t.expires_at > ${now}::timestamptz AND a.disabled_at IS NULL`
    return row === undefined ? null : toAccount(row)
  }

  reset(tokenHash: string, password: NewPassword): Promise<readonly SessionId[]> {
    return this.#changing(async (transaction) => {
      const [account] = await transaction.$queryRaw<{ id: UserId }[]>`
        SELECT a.id FROM accounts a JOIN one_time_tokens t ON t.account_id = a.id
        WHERE t.token_hash = ${tokenHash} AND a.disabled_at IS NULL FOR UPDATE OF a`
      if (account === undefined) throw new TokenUsedOrExpired()
      const used = await transaction.$executeRaw`
        DELETE FROM one_time_tokens WHERE account_id = ${account.id}::uuid AND token_hash = ${tokenHash}
          AND purpose = 'reset_password' AND expires_at > ${password.at}::timestamptz`
      if (used === 0) throw new TokenUsedOrExpired()
      return store(transaction, account.id, password, null)
    })
  }

  change(id: UserId, since: Date, password: NewPassword, keep: SessionId): Promise<readonly SessionId[] | null> {
    return this.#changing(async (transaction) => {
      const [account] = await transaction.$queryRaw<{ id: UserId }[]>`
        SELECT id FROM accounts WHERE id = ${id}::uuid AND password_changed_at = ${since}::timestamptz AND disabled_at IS NULL FOR UPDATE`
      return account === undefined ? null : store(transaction, id, password, keep)
    })
  }

  async rehash(id: UserId, from: string, to: string): Promise<void> {
    await this.#prisma.account.updateMany({ where: { id, passwordHash: from }, data: { passwordHash: to } })
  }

  #changing<Result>(work: (transaction: Prisma.TransactionClient) => Promise<Result>): Promise<Result> {
    return guard(this.#prisma.$transaction(work, { maxWait: 4_000, timeout: 10_000 }))
  }
}

/** Of an account that this transaction has locked. */
async function store(
  transaction: Prisma.TransactionClient,
  id: UserId,
  { hash, at }: NewPassword,
  keep: SessionId | null,
): Promise<readonly SessionId[]> {
  await transaction.oneTimeToken.deleteMany({ where: { accountId: id } })
  await transaction.account.update({ where: { id }, data: { passwordHash: hash, passwordChangedAt: at }, select: { id: true } })
  const ended = await transaction.$queryRaw<{ id: SessionId }[]>`
    UPDATE sessions SET ended_at = ${at}::timestamptz
    WHERE account_id = ${id}::uuid AND ended_at IS NULL AND id IS DISTINCT FROM ${keep}::uuid RETURNING id`
  return ended.map((session) => session.id)
}
