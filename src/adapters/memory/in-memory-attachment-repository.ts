import { type AttachmentRepository, noRoom, type Quota, type Reservation } from '../../application/ports/attachment-repository.js'
import { QuotaExceeded, Unavailable } from '../../domain/errors.js'
import type { NewAttachment, StoredAttachment } from '../../domain/files/attachment.js'
import type { AttachmentId, BlobKey, UserId } from '../../domain/ids.js'
import type { InMemoryStore } from './in-memory-store.js'

export class InMemoryAttachmentRepository implements AttachmentRepository {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async reserve({ ownerId, blob, thumbBlob, bytes, at }: Reservation, quota: Quota): Promise<void> {
    this.#requireRoom(ownerId, blob, bytes, quota)
    this.#store.looseBlobs.set(blob, { thumbBlob, since: at, heldFor: { ownerId, bytes } })
  }

  async add(attachment: NewAttachment, quota: Quota): Promise<void> {
    const { id, ownerId, blob, size } = attachment
    this.#requireRoom(ownerId, blob, size, quota)
    if (this.#store.looseBlobs.get(blob)?.heldFor?.ownerId !== ownerId) throw new Unavailable('The upload took too long.')
    this.#store.looseBlobs.delete(blob)
    this.#store.uploads.set(id, { ...attachment, messageId: null, chatId: null })
  }

  async findFor(id: AttachmentId, userId: UserId): Promise<StoredAttachment | null> {
    const attachment = this.#store.uploads.get(id)
    if (attachment === undefined) return null
    if (attachment.chatId === null) return attachment.ownerId === userId ? attachment : null
    const seat = this.#store.seatOf(attachment.chatId, userId)
    const message = seat?.entry.messages.find((one) => one.id === attachment.messageId)
    return seat && message && message.number >= seat.place.membership.firstNumber ? attachment : null
  }

  async forgetUnused(before: Date): Promise<number> {
    return this.#store.removeUploads(({ messageId, createdAt }) => messageId === null && createdAt < before)
  }

  async looseBlobs(before: Date, limit: number): Promise<readonly BlobKey[]> {
    const used = new Set([...this.#store.uploads.values()].map(({ blob }) => blob))
    const due = [...this.#store.looseBlobs].filter(([, { since }]) => since < before).slice(0, limit)
    for (const [blob] of due) if (used.has(blob)) this.#store.looseBlobs.delete(blob)
    return due.filter(([blob]) => !used.has(blob)).flatMap(([blob, { thumbBlob }]) => (thumbBlob === null ? [blob] : [blob, thumbBlob]))
  }

  async settle(keys: readonly BlobKey[]): Promise<void> {
    for (const key of keys) this.#store.looseBlobs.delete(key)
  }

  #requireRoom(ownerId: UserId, blob: BlobKey, bytes: number, quota: Quota): void {
    const kept = [...this.#store.uploads.values()].filter((upload) => upload.ownerId === ownerId).map(({ size }) => size)
    const held = [...this.#store.looseBlobs].flatMap(([key, { heldFor }]) =>
      key !== blob && heldFor?.ownerId === ownerId ? heldFor.bytes : [],
    )
    const sizes = [...kept, ...held]
    if (sizes.length >= quota.files || sizes.reduce((sum, size) => sum + size, bytes) > quota.bytes) throw new QuotaExceeded(noRoom)
  }
}
