import { type ChatOfMember, membersShownInline } from '../../domain/chat.js'
import type { UserId } from '../../domain/ids.js'
import type { Member, Role } from '../../domain/member.js'
import { Prisma } from '../../generated/prisma/client.js'
import {
  type ChatRow,
  chatColumns,
  deletedUnread,
  type MeRow,
  type MessageRow,
  meColumns,
  toChat,
  toMe,
  toMessage,
  unreadOf,
} from './rows.js'

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

type LastMessageRow = { readonly [Column in keyof MessageRow as `last_${Column}`]: MessageRow[Column] }

export interface ChatOfMemberRow extends ChatRow, MeRow, LastMessageRow {
  readonly user_id: string
  readonly last_activity_at: Date
  readonly deleted: bigint
  readonly members: readonly MemberJson[] | null
}

/**
 * Chats as their members see them, in one statement and so from one snapshot. `seats` selects the pairs (chat_id, user_id); pairs that are
 * not in the chat now are left out.
 */
export const selectChatsOfMembers = (seats: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT ${chatColumns}, ${meColumns}, v.user_id, c.last_activity_at, ${deletedUnread} AS deleted, inside.members,
    m.id AS last_id, m.chat_id AS last_chat_id, m.number AS last_number, m.seq AS last_seq, m.client_id AS last_client_id,
    m.sender_id AS last_sender_id, m.text AS last_text, m.reply_to_id AS last_reply_to_id, m.created_at AS last_created_at,
    m.edited_at AS last_edited_at, m.deleted_at AS last_deleted_at
  FROM (${seats}) s (chat_id, user_id)
  JOIN chat_members v ON v.chat_id = s.chat_id AND v.user_id = s.user_id AND v.left_at IS NULL
  JOIN chats c ON c.id = s.chat_id
  LEFT JOIN messages m ON m.chat_id = c.id AND m.number = c.message_count AND m.number >= v.first_number
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('userId', o.user_id, 'role', o.role, 'joinedAt', o.joined_at, 'seq', o.seq, 'readNumber', o.read_number,
      'deliveredNumber', o.delivered_number, 'handle', u.handle, 'displayName', u.display_name, 'avatarUrl', u.avatar_url,
      'createdAt', u.created_at) ORDER BY o.joined_at, o.user_id) AS members
    FROM chat_members o JOIN users u ON u.id = o.user_id
    WHERE o.chat_id = c.id AND o.left_at IS NULL AND c.member_count <= ${membersShownInline}
  ) inside ON true`

export function toChatOfMember(row: ChatOfMemberRow): ChatOfMember {
  const chat = toChat(row)
  const me = toMe(row)
  return {
    ...chat,
    lastMessage: lastMessageOf(row),
    unread: unreadOf(me, chat.messageCount, Number(row.deleted)),
    me,
    ...(row.members === null ? {} : { members: row.members.map(toMember) }),
  }
}

function lastMessageOf(row: ChatOfMemberRow): ChatOfMember['lastMessage'] {
  // A left join's columns are all null where there is nothing; the types above are those of a message.
  if ((row.last_id as string | null) === null) return null
  return toMessage({
    id: row.last_id,
    chat_id: row.last_chat_id,
    number: row.last_number,
    seq: row.last_seq,
    client_id: row.last_client_id,
    sender_id: row.last_sender_id,
    text: row.last_text,
    reply_to_id: row.last_reply_to_id,
    created_at: row.last_created_at,
    edited_at: row.last_edited_at,
    deleted_at: row.last_deleted_at,
  })
}

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
