import type { ChatHeads } from '../../application/ports/chat-heads.js'
import type { ChatId } from '../../domain/ids.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import { toNumber } from './rows.js'

interface HeadRow<Seq> {
  readonly id: string
  readonly seq: Seq
}

export class PrismaChatHeads implements ChatHeads {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async headsOf(chatIds: readonly ChatId[]): Promise<ReadonlyMap<ChatId, number>> {
    const rows = await this.#prisma.$queryRaw<HeadRow<bigint>[]>`SELECT c.id, c.seq FROM chats c WHERE c.id = ANY(${[...chatIds]}::uuid[])`
    return new Map(rows.map(({ id, seq }) => [id as ChatId, toNumber(seq)]))
  }

  async headsChangedBetween(chatIds: readonly ChatId[], fromMsAgo: number, toMsAgo: number): Promise<ReadonlyMap<ChatId, number | null>> {
    const rows = await this.#prisma.$queryRaw<HeadRow<bigint | null>[]>`
      SELECT i.id, c.seq FROM unnest(${[...chatIds]}::uuid[]) AS i(id)
      LEFT JOIN LATERAL (SELECT seq, changed_at FROM chats WHERE id = i.id OFFSET 0) c ON true
      WHERE c.seq IS NULL OR (c.changed_at > now() - ${fromMsAgo}::float8 * interval '1 millisecond'
        AND c.changed_at <= now() - ${toMsAgo}::float8 * interval '1 millisecond')`
    return new Map(rows.map(({ id, seq }) => [id as ChatId, seq === null ? null : toNumber(seq)]))
  }
}
