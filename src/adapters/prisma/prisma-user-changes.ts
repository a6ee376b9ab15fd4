import type { UserChange, UserChanges } from '../../application/ports/user-changes.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import { toNumber } from './rows.js'

interface ChangeRow {
  readonly user_id: string
  readonly chat_id: string
  readonly me_seq: bigint
  readonly is_in: boolean
}

export class PrismaUserChanges implements UserChanges {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async countersBeyond(known: ReadonlyMap<UserId, number>): Promise<ReadonlyMap<UserId, number>> {
    const rows = await this.#prisma.$queryRaw<{ readonly id: string; readonly seq: bigint }[]>`
      SELECT k.id, u.seq FROM unnest(${[...known.keys()]}::uuid[], ${[...known.values()]}::bigint[]) AS k(id, seq)
      CROSS JOIN LATERAL (SELECT seq FROM users WHERE id = k.id OFFSET 0) u WHERE u.seq > k.seq`
    return new Map(rows.map(({ id, seq }) => [id as UserId, toNumber(seq)]))
  }

  async changesAfter(heard: ReadonlyMap<UserId, number>): Promise<ReadonlyMap<UserId, readonly UserChange[]>> {
    const rows = await this.#prisma.$queryRaw<ChangeRow[]>`
      SELECT m.user_id, m.chat_id, m.me_seq, m.left_at IS NULL AS is_in
      FROM unnest(${[...heard.keys()]}::uuid[], ${[...heard.values()]}::bigint[]) AS h(user_id, seq)
      CROSS JOIN LATERAL (SELECT * FROM chat_members WHERE user_id = h.user_id AND me_seq > h.seq OFFSET 0) m`
    const found = new Map<UserId, UserChange[]>()
    for (const row of rows) {
      const change = { chatId: row.chat_id as ChatId, seq: toNumber(row.me_seq), isIn: row.is_in }
      const known = found.get(row.user_id as UserId)
      if (known) known.push(change)
      else found.set(row.user_id as UserId, [change])
    }
    return found
  }
}
