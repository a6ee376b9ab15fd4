import { type AttachmentRepository, noRoom, type Quota, type Reservation } from '../../application/ports/attachment-repository.js'
import { QuotaExceeded, Unavailable } from '../../domain/errors.js'
import type { NewAttachment, StoredAttachment } from '../../domain/files/attachment.js'
import type { AttachmentId, BlobKey, ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import { toNumber } from './rows.js'

export interface AttachmentRow {
  readonly id: string
  readonly owner_id: string
  readonly blob: string
  readonly thumb_blob: string | null
  readonly name: string
  readonly type: string
  readonly size: bigint
  readonly width: number | null
  readonly height: number | null
  readonly created_at: Date
  readonly message_id: string | null
  readonly chat_id: string | null
}

export class PrismaAttachmentRepository implements AttachmentRepository {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async reserve({ ownerId, blob, thumbBlob, bytes, at }: Reservation, quota: Quota): Promise<void> {
    const [row] = await this.#prisma.$queryRaw<{ reserved: boolean }[]>`SELECT reserve_upload(
      ${blob}, ${thumbBlob}, ${ownerId}::uuid, ${bytes}::bigint, ${at}::timestamptz, ${quota.files}::bigint, ${quota.bytes}::bigint) AS reserved`
    if (!row?.reserved) throw new QuotaExceeded(noRoom)
  }

  async add(attachment: NewAttachment, quota: Quota): Promise<void> {
    const [row] = await this.#prisma.$queryRaw<{ outcome: 'added' | 'full' | 'late' }[]>`SELECT finish_upload(
      ${JSON.stringify(rowOf(attachment))}::jsonb, ${quota.files}::bigint, ${quota.bytes}::bigint) AS outcome`
    if (row?.outcome === 'full') throw new QuotaExceeded(noRoom)
    if (row?.outcome !== 'added') throw new Unavailable('The upload took too long.')
  }

  async findFor(id: AttachmentId, userId: UserId): Promise<StoredAttachment | null> {
    const [row] = await this.#prisma.$queryRaw<AttachmentRow[]>`
      SELECT a.* FROM attachments a
      LEFT JOIN messages m ON m.id = a.message_id
      LEFT JOIN chat_members v ON v.chat_id = m.chat_id AND v.user_id = ${userId}::uuid AND v.left_at IS NULL
      WHERE a.id = ${id}::uuid AND CASE WHEN a.message_id IS NULL THEN a.owner_id = ${userId}::uuid ELSE v.first_number <= m.number END`
    return row === undefined ? null : toStoredAttachment(row)
  }

  async forgetUnused(before: Date): Promise<number> {
    // Under their owners' locks, which sending takes too: none is forgotten while a message is about to have it.
    return this.#prisma.$executeRaw`
      WITH owners AS (
        SELECT id FROM users WHERE id IN (SELECT owner_id FROM attachments WHERE message_id IS NULL AND created_at < ${before}::timestamptz)
        FOR NO KEY UPDATE SKIP LOCKED
      )
      DELETE FROM attachments a USING owners o WHERE a.owner_id = o.id AND a.message_id IS NULL AND a.created_at < ${before}::timestamptz`
  }

  async looseBlobs(before: Date, limit: number): Promise<readonly BlobKey[]> {
    const rows = await this.#prisma.$queryRaw<{ blob: string; thumb_blob: string | null }[]>`
      WITH due AS (
        SELECT l.*, EXISTS (SELECT FROM attachments a WHERE a.blob = l.blob) AS used FROM loose_blobs l
        WHERE l.since < ${before}::timestamptz ORDER BY l.since LIMIT ${limit}
      ), shared AS (
        DELETE FROM loose_blobs l USING due d WHERE l.blob = d.blob AND d.used
      )
      SELECT d.blob, d.thumb_blob FROM due d WHERE NOT d.used`
    return rows.flatMap(({ blob, thumb_blob: thumb }) => (thumb === null ? [blob] : [blob, thumb])) as BlobKey[]
  }

  async settle(keys: readonly BlobKey[]): Promise<void> {
    await this.#prisma.looseBlob.deleteMany({ where: { blob: { in: [...keys] } } })
  }
}

const rowOf = ({ id, ownerId, blob, thumbBlob, name, type, size, width, height, createdAt }: NewAttachment) => {
  return { id, owner_id: ownerId, blob, thumb_blob: thumbBlob, name, type, size, width, height, created_at: createdAt }
}

export const toStoredAttachment = (row: AttachmentRow): StoredAttachment => ({
  id: row.id as AttachmentId,
  ownerId: row.owner_id as UserId,
  blob: row.blob as BlobKey,
  thumbBlob: row.thumb_blob as BlobKey | null,
  name: row.name,
  type: row.type,
  size: toNumber(row.size),
  width: row.width,
  height: row.height,
  createdAt: row.created_at,
  messageId: row.message_id as MessageId | null,
  chatId: row.chat_id as ChatId | null,
})
