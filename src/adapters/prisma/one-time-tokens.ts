import type { StoredToken } from '../../application/ports/account-repository.js'
import type { Email } from '../../domain/email.js'
import { Prisma, type TokenPurpose } from '../../generated/prisma/client.js'

/** An INSERT that gives each of the accounts (a query of ids) this token, instead of the one of this purpose that it had. */
export const putToken = (
  purpose: TokenPurpose,
  { hash, createdAt, expiresAt }: StoredToken,
  accounts: Prisma.Sql,
  email: Email | null = null,
) =>
  Prisma.sql`
  INSERT INTO one_time_tokens (account_id, purpose, token_hash, email, created_at, expires_at)
  SELECT id, ${purpose}::token_purpose, ${hash}, ${email}, ${createdAt}::timestamptz, ${expiresAt}::timestamptz FROM (${accounts}) AS accounts
  ON CONFLICT (account_id, purpose) DO UPDATE
    SET token_hash = excluded.token_hash, email = excluded.email, created_at = excluded.created_at, expires_at = excluded.expires_at`

/** As long a wait for the disk as a change takes, and no change. */
export const noChange = Prisma.sql`pg_logical_emit_message(true, 'parley', 'nothing')::text`
