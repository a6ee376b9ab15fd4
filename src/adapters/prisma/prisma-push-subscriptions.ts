import type { AddedSubscription, PushSubscriptions } from '../../application/ports/push-subscriptions.js'
import type { PushSubscriptionId, SessionId, UserId } from '../../domain/ids.js'
import type { PushSubscription } from '../../domain/notifications/push-subscription.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { livingSession } from './living-session.js'

interface SubscriptionRow {
  readonly id: string
  readonly user_id: string
  readonly session_id: string
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
  readonly created_at: Date
  readonly expires_at: Date | null
}

/** Of the table alias `p`. */
const columns = Prisma.sql`p.id, p.user_id, p.session_id, p.endpoint, p.p256dh, p.auth, p.created_at, p.expires_at`

export class PrismaPushSubscriptions implements PushSubscriptions {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  /** The session is held until this is over: it cannot end in between and leave the subscription behind. What is dropped is chosen from before it. */
  async add(subscription: PushSubscription, most: number): Promise<AddedSubscription | null> {
    const { id, userId, sessionId, endpoint, keys, createdAt, expiresAt } = subscription
    const [row] = await this.#prisma.$queryRaw<(SubscriptionRow & { readonly is_new: boolean })[]>`
      WITH held AS MATERIALIZED (
        SELECT id FROM sessions WHERE id = ${sessionId}::uuid AND account_id = ${userId}::uuid AND ended_at IS NULL FOR SHARE
      ), dropped AS (
        DELETE FROM push_subscriptions WHERE EXISTS (SELECT FROM held) AND id IN (
          SELECT id FROM push_subscriptions WHERE user_id = ${userId}::uuid AND endpoint <> ${endpoint}
          ORDER BY created_at DESC, id DESC OFFSET ${most - 1})
      )
      INSERT INTO push_subscriptions AS p (id, user_id, session_id, endpoint, p256dh, auth, created_at, expires_at)
      SELECT ${id}::uuid, ${userId}::uuid, h.id, ${endpoint}, ${keys.p256dh}, ${keys.auth}, ${createdAt}::timestamptz, ${expiresAt}::timestamptz FROM held h
      ON CONFLICT (endpoint) DO UPDATE SET user_id = excluded.user_id, session_id = excluded.session_id, p256dh = excluded.p256dh,
        auth = excluded.auth, expires_at = excluded.expires_at,
        created_at = CASE WHEN p.user_id = excluded.user_id THEN p.created_at ELSE excluded.created_at END
      RETURNING ${columns}, p.xmax = 0 AS is_new`
    return row === undefined ? null : { subscription: toSubscription(row), isNew: row.is_new }
  }

  async list(userId: UserId, now: Date): Promise<readonly PushSubscription[]> {
    const rows = await this.#prisma.$queryRaw<SubscriptionRow[]>`
      SELECT ${columns} FROM push_subscriptions p JOIN sessions s ON s.id = p.session_id
      WHERE p.user_id = ${userId}::uuid AND ${livingSession(now)} ORDER BY p.created_at DESC, p.id DESC`
    return rows.map(toSubscription)
  }

  async remove(userId: UserId, which: { readonly id: PushSubscriptionId } | { readonly endpoint: string }): Promise<boolean> {
    const { count } = await this.#prisma.pushSubscription.deleteMany({ where: { userId, ...which } })
    return count > 0
  }
}

const toSubscription = (row: SubscriptionRow): PushSubscription => ({
  id: row.id as PushSubscriptionId,
  userId: row.user_id as UserId,
  sessionId: row.session_id as SessionId,
  endpoint: row.endpoint,
  keys: { p256dh: row.p256dh, auth: row.auth },
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})
