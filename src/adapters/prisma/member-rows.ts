import { membersShownInline } from '../../domain/chat.js'
import type { UserId } from '../../domain/ids.js'
import type { Member, Role } from '../../domain/member.js'
import { Prisma } from '../../generated/prisma/client.js'
import { toNumber } from './rows.js'

export interface MemberRow {
  readonly chat_id: string
  readonly user_id: string
  readonly role: Role
  readonly joined_at: Date
  readonly left_at: Date | null
  readonly seq: bigint
  readonly read_number: bigint
  readonly delivered_number: bigint
  readonly member_count: number
  readonly handle: string
  readonly display_name: string
  readonly avatar_url: string | null
  readonly created_at: Date
}

/** Of the aliases `o` (chat_members), `u` (users) and `c` (chats). */
export const memberColumns = Prisma.sql`o.chat_id, o.user_id, o.role, o.joined_at, o.left_at, o.seq, o.read_number, o.delivered_number,
  c.member_count, u.handle, u.display_name, u.avatar_url, u.created_at`

export function toMember(row: MemberRow): Member {
  const userId = row.user_id as UserId
  return {
    userId,
    role: row.role,
    joinedAt: row.joined_at,
    leftAt: row.left_at,
    seq: toNumber(row.seq),
    user: { id: userId, handle: row.handle, displayName: row.display_name, avatarUrl: row.avatar_url, createdAt: row.created_at },
    ...(row.member_count <= membersShownInline
      ? { readNumber: toNumber(row.read_number), deliveredNumber: toNumber(row.delivered_number) }
      : {}),
  }
}
