import type { NewAttachment, StoredAttachment } from '../../domain/files/attachment.js'
import type { AttachmentId, BlobKey, UserId } from '../../domain/ids.js'

/** What one person may keep, in files and bytes, uploads under way included. */
export interface Quota {
  readonly files: number
  readonly bytes: number
}

export const noRoom =
  'There is no room for more files of yours: delete messages with files, or wait a day for uploads that were never sent.'

/** Room that is held for an upload under way: of at most so many bytes. */
export interface Reservation {
  readonly ownerId: UserId
  readonly blob: BlobKey
  /** Where a thumbnail will be, if there is one. */
  readonly thumbBlob: BlobKey
  readonly bytes: number
  readonly at: Date
}

/** Files, what refers to them, and which blobs nothing refers to. */
export interface AttachmentRepository {
  /** [AF1] Holds room for an upload before its first byte is kept. Throws QuotaExceeded, and holds none, if that is too much; of any number at once only as many are let in as have room. */
  reserve(reservation: Reservation, quota: Quota): Promise<void>
  /** [AF2] Puts the attachment, of blobs that were reserved, in the place of its reservation. Throws QuotaExceeded if it became too large. */
  add(attachment: NewAttachment, quota: Quota): Promise<void>
  /** [AF3] The attachment, for its owner while nothing refers to it, and for members of the chat who may see the message that does; `null` for anybody else. */
  findFor(id: AttachmentId, userId: UserId): Promise<StoredAttachment | null>
  /** [AF4] Forgets uploads from before then that nothing refers to. Answers how many. */
  forgetUnused(before: Date): Promise<number>
  /** [AF5] Blobs that have been without an attachment since before then, however they came to be: unfinished, forgotten, or their message or chat deleted. */
  looseBlobs(before: Date, limit: number): Promise<readonly BlobKey[]>
  /** [AF6] What these were part of is gone from the store, and need be remembered no longer. Room that was held for it is free. */
  settle(keys: readonly BlobKey[]): Promise<void>
}
