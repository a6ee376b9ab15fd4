import { type ChatOfMember, membersShownInline } from '../../domain/chat.js'
import type { UserId } from '../../domain/ids.js'
import type { Member, Role } from '../../domain/member.js'
import { Prisma } from '../../generated/prisma/client.js'
import { type MessageRow, messageOfJson } from './message-rows.js'
import { type ChatRow, type CountsRow, chatColumns, counts, type Json, type MeRow, meColumns, toChat, toOwnPlace } from './rows.js'

interface MemberJson {
  readonly userId: string
  readonly role: Role
  readonly joinedAt: string
  readonly seq: number
  readonly readNumber: number
  readonly deliveredNumber: number
  readonly handle: string
  readonly displayName: string
  readonly avatarUrl: string | null
  readonly createdAt: string
}

export interface ChatOfMemberRow extends ChatRow, MeRow, CountsRow {
  readonly user_id: string
  readonly last_activity_at: Date
  readonly last_message: Json<MessageRow> | null
  readonly members: readonly MemberJson[] | null
}

/**
 * Chats as their members see them, in one statement and so from one snapshot. `seats` selects the pairs (chat_id, user_id); pairs that are
 * not in the chat now are left out.
 */
export const selectChatsOfMembers = (seats: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT ${chatColumns}, ${meColumns}, v.user_id, c.last_activity_at, ${counts}, inside.members,
    CASE WHEN m.id IS NOT NULL THEN to_json(m) END AS last_message
  FROM (${seats}) s (chat_id, user_id)
  JOIN chat_members v ON v.chat_id = s.chat_id AND v.user_id = s.user_id AND v.left_at IS NULL
  JOIN chats c ON c.id = s.chat_id
  LEFT JOIN messages m ON m.chat_id = c.id AND m.number = c.message_count AND m.number >= v.first_number
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('userId', o.user_id, 'role', o.role, 'joinedAt', o.joined_at, 'seq', o.seq, 'readNumber', o.read_number,
      'deliveredNumber', o.delivered_number, 'handle', u.handle, 'displayName', u.display_name, 'avatarUrl', u.avatar_url,
      'createdAt', u.created_at) ORDER BY o.joined_at, o.user_id) AS members
    FROM chat_members o JOIN users u ON u.id = o.user_id
    WHERE o.chat_id = c.id AND o.left_at IS NULL AND c.member_count <= ${membersShownInline}
  ) inside ON true`

export const toChatOfMember = (row: ChatOfMemberRow): ChatOfMember => ({
  ...toChat(row),
  lastMessage: row.last_message === null ? null : messageOfJson(row.last_message),
  ...toOwnPlace(row),
  ...(row.members === null ? {} : { members: row.members.map(toMember) }),
})

const toMember = (json: MemberJson): Member => ({
  userId: json.userId as UserId,
  role: json.role,
  joinedAt: new Date(json.joinedAt),
  leftAt: null,
  seq: json.seq,
  user: {
    id: json.userId as UserId,
    handle: json.handle,
    displayName: json.displayName,
    avatarUrl: json.avatarUrl,
    createdAt: new Date(json.createdAt),
  },
  readNumber: json.readNumber,
  deliveredNumber: json.deliveredNumber,
})
