import type { Marked } from '../../application/ports/read-marks.js'
import { membersShownInline } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { Prisma } from '../../generated/prisma/client.js'
import { isPresent } from './present-user.js'
import { type CountsRow, counts, type MeRow, meColumns, toNumber, toOwnPlace } from './rows.js'

export interface StandingRow extends MeRow, CountsRow {
  readonly chat_id: string
  readonly moved: boolean
  readonly member_count: number
  readonly members_seq: bigint
}

/**
 * Changes what follows a user in chats, and selects what they are left with there. `update` changes chat_members `m` from `held`, the user's
 * row unless they were erased; `places` picks those that are answered, moved or not. The user's row is locked before the members', as everywhere. What is read
 * beside the update is from before it, hence the union.
 */
export const changeStandings = (userId: UserId, update: Prisma.Sql, places: Prisma.Sql): Prisma.Sql => Prisma.sql`
  WITH held AS MATERIALIZED (
    SELECT u.id, u.seq FROM users u WHERE u.id = ${userId}::uuid AND ${isPresent} FOR NO KEY UPDATE
  ), moved AS (
    ${update} RETURNING m.*
  ), counted AS (
    UPDATE users u SET seq = x.seq FROM (SELECT user_id, max(me_seq) AS seq FROM moved GROUP BY user_id) x WHERE u.id = x.user_id
  ), v AS (
    SELECT moved.*, true AS moved FROM moved
    UNION ALL
    SELECT m.*, false FROM chat_members m
    WHERE ${places} AND m.user_id = ${userId}::uuid AND m.left_at IS NULL AND NOT EXISTS (SELECT FROM moved n WHERE n.chat_id = m.chat_id)
  )
  SELECT v.chat_id, ${meColumns}, v.moved, c.message_count, c.member_count, c.members_seq, ${counts} FROM v JOIN chats c ON c.id = v.chat_id`

export const toMarked = (row: StandingRow): Marked => ({
  chatId: row.chat_id as ChatId,
  moved: row.moved,
  ...toOwnPlace(row),
  shown: row.member_count <= membersShownInline,
  membersSeq: toNumber(row.members_seq),
})
