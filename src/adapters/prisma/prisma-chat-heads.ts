import type { ChatHeads } from '../../application/ports/chat-heads.js'
import type { ChatId } from '../../domain/ids.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import { toNumber } from './rows.js'

interface HeadRow {
  readonly id: string
  readonly seq: bigint
}

export class PrismaChatHeads implements ChatHeads {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async headsOf(chatIds: readonly ChatId[]): Promise<ReadonlyMap<ChatId, number>> {
    return toHeads(await this.#prisma.$queryRaw<HeadRow[]>`SELECT c.id, c.seq FROM chats c WHERE c.id = ANY(${[...chatIds]}::uuid[])`)
  }

  async headsChangedBetween(chatIds: readonly ChatId[], fromMsAgo: number, toMsAgo: number): Promise<ReadonlyMap<ChatId, number>> {
    return toHeads(
      await this.#prisma.$queryRaw<HeadRow[]>`
        SELECT c.id, c.seq FROM chats c WHERE c.id = ANY(${[...chatIds]}::uuid[])
          AND c.changed_at > now() - ${fromMsAgo}::float8 * interval '1 millisecond'
          AND c.changed_at <= now() - ${toMsAgo}::float8 * interval '1 millisecond'`,
    )
  }
}

const toHeads = (rows: readonly HeadRow[]): ReadonlyMap<ChatId, number> => new Map(rows.map((row) => [row.id as ChatId, toNumber(row.seq)]))
