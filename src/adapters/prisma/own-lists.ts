import type { Page, PageRequest } from '../../application/ports/page.js'
import type {
  OwnBan,
  OwnBlock,
  OwnEdit,
  OwnLists,
  OwnMembership,
  OwnMention,
  OwnPushSubscription,
  OwnReaction,
  OwnReport,
  OwnSession,
  OwnThread,
} from '../../application/ports/personal-data.js'
import { attachmentView } from '../../domain/files/attachment.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Me } from '../../domain/member.js'
import { isStorable } from '../../domain/text.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { fromCursor, isUuid, pageOf } from './cursor.js'
import { type MessageRow, messageColumns, toMessage } from './message-rows.js'
import { type AttachmentRow, toStoredAttachment } from './prisma-attachment-repository.js'
import { type InviteRow, inviteColumns, toInvite } from './prisma-invites.js'
import { type MeRow, meColumns, toMe, toNumber } from './rows.js'

interface KeyKind {
  readonly is: (part: string) => boolean
  readonly valueOf: (part: string) => Prisma.Sql
}

const uuid: KeyKind = { is: isUuid, valueOf: (part) => Prisma.sql`${part}::uuid` }
const text: KeyKind = { is: isStorable, valueOf: (part) => Prisma.sql`${part}` }
const count: KeyKind = { is: (part) => /^\d{1,9}$/.test(part), valueOf: (part) => Prisma.sql`${Number(part)}::integer` }

interface ListParts<Row, Item> {
  readonly select: Prisma.Sql
  /** Whose a row is. */
  readonly owner: Prisma.Sql
  /** What no two rows of one owner share. */
  readonly key: readonly { readonly column: Prisma.Sql; readonly of: keyof Row; readonly kind: KeyKind }[]
  readonly toItem: (row: Row) => Item
}

type ReadPage<Item> = (prisma: PrismaClient, userId: UserId, page: PageRequest) => Promise<Page<Item>>

function list<Row, Item>({ select, owner, key, toItem }: ListParts<Row, Item>): ReadPage<Item> {
  const columns = Prisma.join(key.map(({ column }) => column))
  const checks = key.map(({ kind }) => kind.is)
  const after = (cursor: string) =>
    Prisma.sql`AND (${columns}) > (${Prisma.join(fromCursor(cursor, checks).map((part, index) => key[index]?.kind.valueOf(part)))})`
  return async (prisma, userId, { limit, cursor }) => {
    const rows = await prisma.$queryRaw<Row[]>`
      ${select} WHERE ${owner} = ${userId}::uuid ${cursor === null ? Prisma.empty : after(cursor)} ORDER BY ${columns} LIMIT ${limit + 1}`
    return pageOf(rows, limit, toItem, (row) => key.map(({ of }) => String(row[of])))
  }
}

interface MembershipRow extends MeRow, Omit<OwnMembership, keyof Me> {}

interface EditRow extends OwnEdit {
  readonly clientId: string
  readonly nth: number
}

interface ThreadRow extends Omit<OwnThread, 'readNumber'> {
  readonly readNumber: bigint
}

interface ReportRow extends Omit<OwnReport, 'place'> {
  readonly chatId: ChatId | null
  readonly messageId: MessageId | null
}

/** What is selected is the item already. */
const asItIs = <Item>(row: Item): Item => row

/** A reader of each list of what is somebody's own. */
export const ownLists: { readonly [Name in keyof OwnLists]: ReadPage<OwnLists[Name]> } = {
  sessions: list<OwnSession, OwnSession>({
    select: Prisma.sql`
      SELECT s.id, s.device, s.ip, s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt", s.ended_at AS "endedAt"
      FROM sessions s`,
    owner: Prisma.sql`s.account_id`,
    key: [{ column: Prisma.sql`s.id`, of: 'id', kind: uuid }],
    toItem: asItIs,
  }),
  memberships: list({
    select: Prisma.sql`
      SELECT c.id AS "chatId", c.type, c.title, v.joined_at AS "joinedAt", v.left_at AS "leftAt", ${meColumns}
      FROM chat_members v JOIN chats c ON c.id = v.chat_id`,
    owner: Prisma.sql`v.user_id`,
    key: [{ column: Prisma.sql`v.chat_id`, of: 'chatId', kind: uuid }],
    toItem: (row: MembershipRow) => {
      const { chatId, type, title, joinedAt, leftAt } = row
      return { ...toMe(row), chatId, type, title, joinedAt, leftAt }
    },
  }),
  /** In the order of the one index that leads from people to their messages. */
  messages: list({
    select: Prisma.sql`SELECT ${messageColumns} FROM (SELECT * FROM messages WHERE deleted_at IS NULL) m`,
    owner: Prisma.sql`m.sender_id`,
    key: [{ column: Prisma.sql`m.client_id`, of: 'client_id', kind: uuid }],
    toItem: (row: MessageRow) => toMessage(row),
  }),
  edits: list({
    select: Prisma.sql`
      SELECT m.client_id AS "clientId", e.nth, e.message_id AS "messageId", e.text, e.edited_at AS "editedAt"
      FROM messages m JOIN message_edits e ON e.message_id = m.id`,
    owner: Prisma.sql`m.sender_id`,
    key: [
      { column: Prisma.sql`m.client_id`, of: 'clientId', kind: uuid },
      { column: Prisma.sql`e.nth`, of: 'nth', kind: count },
    ],
    toItem: ({ messageId, text, editedAt }: EditRow) => ({ messageId, text, editedAt }),
  }),
  reactions: list<OwnReaction, OwnReaction>({
    select: Prisma.sql`SELECT r.message_id AS "messageId", r.emoji, r.created_at AS "createdAt" FROM message_reactions r`,
    owner: Prisma.sql`r.user_id`,
    key: [
      { column: Prisma.sql`r.message_id`, of: 'messageId', kind: uuid },
      { column: Prisma.sql`r.emoji`, of: 'emoji', kind: text },
    ],
    toItem: asItIs,
  }),
  mentions: list<OwnMention, OwnMention>({
    select: Prisma.sql`SELECT n.chat_id AS "chatId", n.message_id AS "messageId" FROM message_mentions n`,
    owner: Prisma.sql`n.user_id`,
    key: [{ column: Prisma.sql`n.message_id`, of: 'messageId', kind: uuid }],
    toItem: asItIs,
  }),
  threads: list({
    select: Prisma.sql`SELECT t.root_id AS "rootId", t.following, t.read_number AS "readNumber" FROM thread_members t`,
    owner: Prisma.sql`t.user_id`,
    key: [{ column: Prisma.sql`t.root_id`, of: 'rootId', kind: uuid }],
    toItem: (row: ThreadRow) => ({ ...row, readNumber: toNumber(row.readNumber) }),
  }),
  attachments: list({
    select: Prisma.sql`SELECT a.* FROM attachments a`,
    owner: Prisma.sql`a.owner_id`,
    key: [{ column: Prisma.sql`a.id`, of: 'id', kind: uuid }],
    toItem: (row: AttachmentRow) => {
      const stored = toStoredAttachment(row)
      const { createdAt, messageId, chatId } = stored
      return { ...attachmentView(stored), createdAt, messageId, chatId }
    },
  }),
  blocks: list<OwnBlock, OwnBlock>({
    select: Prisma.sql`SELECT b.blocked_id AS "userId", b.created_at AS "createdAt" FROM user_blocks b`,
    owner: Prisma.sql`b.blocker_id`,
    key: [{ column: Prisma.sql`b.blocked_id`, of: 'userId', kind: uuid }],
    toItem: asItIs,
  }),
  invites: list({
    select: Prisma.sql`SELECT ${inviteColumns} FROM invites i`,
    owner: Prisma.sql`i.created_by`,
    key: [{ column: Prisma.sql`i.code`, of: 'code', kind: text }],
    toItem: (row: InviteRow) => toInvite(row),
  }),
  bans: list<OwnBan, OwnBan>({
    select: Prisma.sql`
      SELECT b.chat_id AS "chatId", c.title, b.banned_at AS "bannedAt" FROM chat_bans b JOIN chats c ON c.id = b.chat_id`,
    owner: Prisma.sql`b.user_id`,
    key: [{ column: Prisma.sql`b.chat_id`, of: 'chatId', kind: uuid }],
    toItem: asItIs,
  }),
  bansMade: list<OwnLists['bansMade'], OwnLists['bansMade']>({
    select: Prisma.sql`SELECT b.chat_id AS "chatId", b.user_id AS "userId", b.banned_at AS "bannedAt" FROM chat_bans b`,
    owner: Prisma.sql`b.banned_by`,
    key: [
      { column: Prisma.sql`b.chat_id`, of: 'chatId', kind: uuid },
      { column: Prisma.sql`b.user_id`, of: 'userId', kind: uuid },
    ],
    toItem: asItIs,
  }),
  pushSubscriptions: list<OwnPushSubscription, OwnPushSubscription>({
    select: Prisma.sql`
      SELECT p.id, p.session_id AS "sessionId", p.endpoint, p.created_at AS "createdAt", p.expires_at AS "expiresAt" FROM push_subscriptions p`,
    owner: Prisma.sql`p.user_id`,
    key: [{ column: Prisma.sql`p.id`, of: 'id', kind: uuid }],
    toItem: asItIs,
  }),
  reports: list({
    select: Prisma.sql`
      SELECT r.id, r.user_id AS "userId", r.chat_id AS "chatId", r.message_id AS "messageId", r.reason, r.status, r.created_at AS "createdAt",
        r.handled_at AS "handledAt"
      FROM reports r`,
    owner: Prisma.sql`r.reporter_id`,
    key: [{ column: Prisma.sql`r.id`, of: 'id', kind: uuid }],
    toItem: ({ chatId, messageId, ...row }: ReportRow) => ({ ...row, place: chatId && messageId ? { chatId, messageId } : null }),
  }),
}
