import type { PushKey, PushQueue } from '../../application/ports/push-queue.js'
import type { ChatId, PushSubscriptionId, UserId } from '../../domain/ids.js'
import type { NotifyLevel } from '../../domain/member.js'
import type { DuePush, Heard, Listener } from '../../domain/notifications/news.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { livingSession } from './living-session.js'
import { toNumber } from './rows.js'

/** Rows of news that one piece takes, and members of each chat. */
const [newsAtOnce, membersAtOnce] = [50, 500]
/** Characters of a message that are read: more than are shown of it. */
const textRead = 500

export class PrismaPushQueue implements PushQueue {
  readonly #prisma: PrismaClient
  readonly #clearAfter: number
  #uncleared = 0

  /** `clearAfter`: rows of news after which what they leave behind is cleared away. Nothing else does it in the embedded database. */
  constructor(prisma: PrismaClient, clearAfter = 10_000) {
    this.#prisma = prisma
    this.#clearAfter = clearAfter
  }

  /** Subscriptions are held until this is over, or are on their way out: none is deleted in between. Everywhere in the same order. */
  async spread(now: Date, delay: number): Promise<boolean> {
    const [row] = await this.#prisma.$queryRaw<{ readonly taken: bigint }[]>`
      WITH taken AS MATERIALIZED (
        SELECT * FROM push_news ORDER BY id LIMIT ${newsAtOnce} FOR UPDATE SKIP LOCKED
      ), news AS MATERIALIZED (
        SELECT chat_id, after_user_id, min(first_number) AS first_number, max(last_number) AS last_number, min(at) AS at
        FROM taken GROUP BY chat_id, after_user_id
      ), places AS MATERIALIZED (
        SELECT n.chat_id, n.after_user_id, n.first_number, n.last_number, n.at, v.user_id,
          v.left_at IS NULL AND NOT v.muted AND NOT v.archived AND v.notify <> 'none'
            AND greatest(v.first_number - 1, v.read_number, v.delivered_number) < n.last_number AS listens
        FROM news n CROSS JOIN LATERAL (
          SELECT * FROM chat_members WHERE chat_id = n.chat_id AND user_id > n.after_user_id ORDER BY user_id LIMIT ${membersAtOnce}) v
      ), ends AS MATERIALIZED (
        SELECT t.id, count(p.user_id) < ${membersAtOnce} AS reached, (array_agg(p.user_id ORDER BY p.user_id DESC))[1] AS last_user_id
        FROM taken t LEFT JOIN places p USING (chat_id, after_user_id) GROUP BY t.id
      ), finished AS (
        DELETE FROM push_news q USING ends e WHERE q.id = e.id AND e.reached
      ), moved AS (
        UPDATE push_news q SET after_user_id = e.last_user_id FROM ends e WHERE q.id = e.id AND NOT e.reached
      ), receivers AS MATERIALIZED (
        SELECT b.id, b.user_id FROM push_subscriptions b JOIN sessions s ON s.id = b.session_id
        WHERE b.user_id = ANY(ARRAY(SELECT user_id FROM places WHERE listens)) AND ${livingSession(now)} FOR KEY SHARE OF b SKIP LOCKED
      ), told AS (
        INSERT INTO pushes AS p (subscription_id, chat_id, first_number, last_number, since, due_at)
        SELECT r.id, n.chat_id, min(n.first_number), max(n.last_number), min(n.at), min(n.at) + ${delay}::float8 * interval '1 millisecond'
        FROM places n JOIN receivers r ON r.user_id = n.user_id WHERE n.listens
        GROUP BY r.id, n.chat_id ORDER BY r.id, n.chat_id
        ON CONFLICT (subscription_id, chat_id) DO UPDATE
          SET first_number = least(p.first_number, excluded.first_number), last_number = greatest(p.last_number, excluded.last_number)
      )
      SELECT count(*) AS taken FROM taken`
    return this.#clear(Number(row?.taken ?? 0))
  }

  async claimDue(now: Date, retryAt: Date, limit: number): Promise<readonly DuePush[]> {
    const rows = await this.#prisma.$queryRaw<DueRow[]>`
      WITH claimed AS MATERIALIZED (
        UPDATE pushes p SET due_at = ${retryAt}::timestamptz FROM (
          SELECT subscription_id, chat_id, due_at FROM pushes WHERE due_at <= ${now}::timestamptz
          ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED) d
        WHERE p.subscription_id = d.subscription_id AND p.chat_id = d.chat_id
        RETURNING p.*, d.due_at AS was_due_at
      )
      SELECT c.subscription_id, c.chat_id, c.last_number, c.since, b.user_id, b.endpoint, b.p256dh, b.auth, h.title,
        coalesce(n.level, 'all') AS level, coalesce(n.show_preview, true) AS show_preview,
        v.muted, v.archived, v.notify, v.first_number, v.read_number, v.delivered_number, m.number, m.text, m.calls, u.display_name AS sender
      FROM claimed c
      JOIN push_subscriptions b ON b.id = c.subscription_id
      LEFT JOIN chats h ON h.id = c.chat_id
      LEFT JOIN notification_settings n ON n.user_id = b.user_id
      LEFT JOIN sessions s ON s.id = b.session_id AND ${livingSession(now)} AND (b.expires_at IS NULL OR b.expires_at > ${now}::timestamptz)
      LEFT JOIN chat_members v ON v.chat_id = c.chat_id AND v.user_id = b.user_id AND v.left_at IS NULL AND s.id IS NOT NULL
      LEFT JOIN LATERAL (
        (SELECT ${told} FROM messages x WHERE ${heard} ORDER BY x.number DESC LIMIT 1)
        UNION
        (SELECT ${told} FROM messages x WHERE ${heard} AND x.mentions_all ORDER BY x.number DESC LIMIT 1)
        UNION
        (SELECT ${told} FROM message_mentions y JOIN messages x ON x.id = y.message_id
          WHERE y.user_id = b.user_id AND y.chat_id = c.chat_id AND y.number BETWEEN c.first_number AND c.last_number AND ${heard}
          ORDER BY y.number DESC LIMIT 1)
      ) m ON v.user_id IS NOT NULL
      LEFT JOIN users u ON u.id = m.sender_id
      ORDER BY c.was_due_at, c.subscription_id, c.chat_id`
    const pushes = new Map<string, DueRow[]>()
    for (const row of rows) {
      const key = `${row.subscription_id} ${row.chat_id}`
      pushes.set(key, [...(pushes.get(key) ?? []), row])
    }
    return [...pushes.values()].map(toDuePush)
  }

  /** What was said meanwhile is seen by the first statement, which waits for it: numbers that are left keep their row from the second one. */
  async settle(pushes: readonly PushKey[], now: Date, restAt: Date): Promise<void> {
    if (pushes.length === 0) return
    const keys = keysOf(pushes)
    await this.#prisma.$executeRaw`
      UPDATE pushes p SET first_number = greatest(p.first_number, t.up_to + 1), since = ${now}::timestamptz, due_at = ${restAt}::timestamptz
      FROM ${keys} WHERE p.subscription_id = t.subscription_id AND p.chat_id = t.chat_id`
    await this.#prisma.$executeRaw`
      DELETE FROM pushes p USING ${keys}
      WHERE p.subscription_id = t.subscription_id AND p.chat_id = t.chat_id AND p.first_number > p.last_number`
  }

  async postpone(pushes: readonly (PushKey & { readonly until: Date })[]): Promise<void> {
    if (pushes.length === 0) return
    await this.#prisma.$executeRaw`
      UPDATE pushes p SET due_at = w.until FROM ${keysOf(pushes)}
      JOIN unnest(${pushes.map(({ until }) => until.toISOString())}::timestamptz[]) WITH ORDINALITY AS w(until, nth) ON w.nth = t.nth
      WHERE p.subscription_id = t.subscription_id AND p.chat_id = t.chat_id`
  }

  async forget(subscriptionIds: readonly PushSubscriptionId[]): Promise<void> {
    if (subscriptionIds.length === 0) return
    await this.#prisma.pushSubscription.deleteMany({ where: { id: { in: [...subscriptionIds] } } })
  }

  async #clear(taken: number): Promise<boolean> {
    this.#uncleared += taken
    if (taken === 0 && this.#uncleared >= this.#clearAfter) {
      this.#uncleared = 0
      await this.#prisma.$executeRaw`VACUUM push_news, pushes`
    }
    return taken > 0
  }
}

/** Of a message `x`, for the user of the subscription `b` and the numbers of the push `c`. */
const heard = Prisma.sql`x.chat_id = c.chat_id AND x.number BETWEEN c.first_number AND c.last_number AND x.deleted_at IS NULL
  AND x.sender_id <> b.user_id AND NOT EXISTS (SELECT FROM user_blocks k WHERE k.blocker_id = b.user_id AND k.blocked_id = x.sender_id)`
const told = Prisma.sql`x.number, x.sender_id, left(x.text, ${textRead}) AS text, x.mentions_all OR b.user_id = ANY(x.mentions) AS calls`

/** As the table `t`. */
const keysOf = (pushes: readonly PushKey[]): Prisma.Sql => Prisma.sql`unnest(
  ${pushes.map(({ subscriptionId }) => subscriptionId)}::uuid[], ${pushes.map(({ chat }) => chat.id)}::uuid[],
  ${pushes.map(({ upTo }) => BigInt(upTo))}::bigint[]) WITH ORDINALITY AS t(subscription_id, chat_id, up_to, nth)`

interface DueRow {
  readonly subscription_id: string
  readonly chat_id: string
  readonly last_number: bigint
  readonly since: Date
  readonly user_id: string
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
  readonly title: string | null
  readonly level: NotifyLevel
  readonly show_preview: boolean
  readonly muted: boolean | null
  readonly archived: boolean
  readonly notify: NotifyLevel
  readonly first_number: bigint
  readonly read_number: bigint
  readonly delivered_number: bigint
  readonly number: bigint | null
  readonly text: string | null
  readonly calls: boolean
  readonly sender: string
}

/** The rows of one push differ in what was heard. */
function toDuePush(rows: readonly DueRow[]): DuePush {
  const [row] = rows as [DueRow]
  return {
    subscriptionId: row.subscription_id as PushSubscriptionId,
    receiver: { endpoint: row.endpoint, keys: { p256dh: row.p256dh, auth: row.auth } },
    chat: { id: row.chat_id as ChatId, title: row.title },
    upTo: toNumber(row.last_number),
    since: row.since,
    listener: row.muted === null ? null : listenerOf(row, row.muted),
    heard: rows.flatMap(heardOf),
  }
}

const listenerOf = (row: DueRow, muted: boolean): Listener => ({
  userId: row.user_id as UserId,
  level: row.level,
  showPreview: row.show_preview,
  muted,
  archived: row.archived,
  notify: row.notify,
  firstNumber: toNumber(row.first_number),
  readNumber: toNumber(row.read_number),
  deliveredNumber: toNumber(row.delivered_number),
})

const heardOf = ({ number, sender, text, calls }: DueRow): readonly Heard[] =>
  number === null ? [] : [{ number: toNumber(number), sender, text, calls }]
