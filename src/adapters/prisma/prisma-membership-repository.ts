import type { MembershipRepository } from '../../application/ports/unit-of-work.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Membership } from '../../domain/member.js'
import type { Prisma } from '../../generated/prisma/client.js'
import { toMembership } from './rows.js'

export class PrismaMembershipRepository implements MembershipRepository {
  readonly #transaction: Prisma.TransactionClient

  constructor(transaction: Prisma.TransactionClient) {
    this.#transaction = transaction
  }

  async find(chatId: ChatId, userId: UserId): Promise<Membership | null> {
    const record = await this.#transaction.chatMember.findUnique({ where: { chatId_userId: { chatId, userId } } })
    return record === null ? null : toMembership(record)
  }

  async findSuccessor(chatId: ChatId, leaving: UserId): Promise<Membership | null> {
    const record = await this.#transaction.chatMember.findFirst({
      where: { chatId, leftAt: null, userId: { not: leaving } },
      // The roles' order in the database is that of their rank.
      orderBy: [{ role: 'desc' }, { joinedAt: 'asc' }, { userId: 'asc' }],
    })
    return record === null ? null : toMembership(record)
  }

  async countOwners(chatId: ChatId): Promise<number> {
    return this.#transaction.chatMember.count({ where: { chatId, role: 'owner', leftAt: null } })
  }

  async save(memberships: readonly Membership[]): Promise<void> {
    if (memberships.length === 0) return
    const column = <Value>(pick: (membership: Membership) => Value): Value[] => memberships.map(pick)
    const userIds = column((each) => each.userId)
    await this.#transaction.$executeRaw`SELECT FROM users WHERE id = ANY(${userIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
    // A person who comes back starts anew; anybody else keeps their preferences, and marks that moved since the membership was read.
    await this.#transaction.$executeRaw`
      WITH input AS MATERIALIZED (
        SELECT t.*, row_number() OVER (PARTITION BY t.user_id ORDER BY t.nth) AS turn
        FROM unnest(${column((each) => each.chatId)}::uuid[], ${userIds}::uuid[], ${column((each) => each.role)}::role[],
          ${column((each) => each.joinedAt.toISOString())}::timestamptz[], ${column((each) => each.leftAt?.toISOString() ?? null)}::timestamptz[],
          ${column((each) => each.seq)}::bigint[], ${column((each) => each.firstNumber)}::bigint[],
          ${column((each) => each.readNumber)}::bigint[], ${column((each) => each.deliveredNumber)}::bigint[])
          WITH ORDINALITY AS t(chat_id, user_id, role, joined_at, left_at, seq, first_number, read_number, delivered_number, nth)
      ), counted AS (
        UPDATE users u SET seq = u.seq + x.turns
        FROM (SELECT user_id, count(*) AS turns FROM input GROUP BY user_id) x WHERE u.id = x.user_id
        RETURNING u.id, u.seq - x.turns AS before
      ), known AS (
        UPDATE chats c SET members_seq = greatest(c.members_seq, x.seq), seq = greatest(c.seq, x.seq), changed_at = clock_timestamp()
        FROM (SELECT chat_id, max(seq) AS seq FROM input GROUP BY chat_id) x WHERE c.id = x.chat_id
      )
      INSERT INTO chat_members AS m (chat_id, user_id, role, joined_at, left_at, seq, first_number, read_number, delivered_number, me_seq)
      SELECT i.chat_id, i.user_id, i.role, i.joined_at, i.left_at, i.seq, i.first_number, i.read_number, i.delivered_number, n.before + i.turn
      FROM input i LEFT JOIN counted n ON n.id = i.user_id
      ON CONFLICT (chat_id, user_id) DO UPDATE SET
        role = excluded.role, joined_at = excluded.joined_at, left_at = excluded.left_at, seq = excluded.seq, first_number = excluded.first_number,
        read_number = greatest(m.read_number, excluded.read_number), delivered_number = greatest(m.delivered_number, excluded.delivered_number),
        me_seq = excluded.me_seq,
        muted = m.muted AND NOT (m.left_at IS NOT NULL AND excluded.left_at IS NULL),
        pinned = m.pinned AND NOT (m.left_at IS NOT NULL AND excluded.left_at IS NULL),
        archived = m.archived AND NOT (m.left_at IS NOT NULL AND excluded.left_at IS NULL),
        marked_unread = m.marked_unread AND NOT (m.left_at IS NOT NULL AND excluded.left_at IS NULL),
        notify = CASE WHEN m.left_at IS NOT NULL AND excluded.left_at IS NULL THEN 'all' ELSE m.notify END`
  }
}
