import type { Account } from '../../domain/account.js'
import type { Email } from '../../domain/email.js'
import type { UserId } from '../../domain/ids.js'
import { Prisma } from '../../generated/prisma/client.js'

export interface AccountRow {
  readonly id: UserId
  readonly email: Email
  readonly password_hash: string
  readonly password_changed_at: Date
  readonly verified_at: Date | null
  readonly disabled_at: Date | null
  readonly handle: string | null
  readonly display_name: string | null
  readonly avatar_url: string | null
  readonly user_created_at: Date | null
}

/** Of accounts as `a`, joined to users as `u`. */
export const accountColumns = Prisma.sql`a.id, a.email, a.password_hash, a.password_changed_at, a.verified_at, a.disabled_at,
  u.handle, u.display_name, u.avatar_url, u.created_at AS user_created_at`

export function toAccount({ id, handle, display_name, avatar_url, user_created_at, ...row }: AccountRow): Account {
  const user =
    handle === null || display_name === null || user_created_at === null
      ? null
      : { id, handle, displayName: display_name, avatarUrl: avatar_url, createdAt: user_created_at }
  return {
    id,
    email: row.email,
    passwordHash: row.password_hash,
    passwordChangedAt: row.password_changed_at,
    verifiedAt: row.verified_at,
    disabledAt: row.disabled_at,
    user,
  }
}
