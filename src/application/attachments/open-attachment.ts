import { NotFound } from '../../domain/errors.js'
import { type StoredAttachment, thumbType } from '../../domain/files/attachment.js'
import type { AttachmentId, UserId } from '../../domain/ids.js'
import type { AttachmentRepository } from '../ports/attachment-repository.js'
import type { BlobStore, ByteRange } from '../ports/blob-store.js'

export interface OpenAttachmentCommand {
  readonly userId: UserId
  readonly id: AttachmentId
  readonly variant: 'file' | 'thumb'
}

/** A file that somebody may see at this moment. */
export interface OpenedAttachment {
  readonly name: string
  readonly type: string
  /** Bytes; `null` where they are not known before they are read. */
  readonly size: number | null
  /** Reads it, or a part. @throws NotFound if the bytes are gone */
  read(range?: ByteRange): Promise<AsyncIterable<Uint8Array>>
}

/** Shows a file, or its thumbnail, to who may see it now: asked for every time. */
export class OpenAttachment {
  readonly #attachments: AttachmentRepository
  readonly #blobs: BlobStore

  constructor(attachments: AttachmentRepository, blobs: BlobStore) {
    this.#attachments = attachments
    this.#blobs = blobs
  }

  /** @throws NotFound */
  async execute({ userId, id, variant }: OpenAttachmentCommand): Promise<OpenedAttachment> {
    const attachment = await this.#attachments.findFor(id, userId)
    const key = attachment && (variant === 'thumb' ? attachment.thumbBlob : attachment.blob)
    if (!attachment || key === null) throw new NotFound('attachment')
    const read = async (range?: ByteRange) => {
      const bytes = await this.#blobs.read(key, range)
      if (bytes === null) throw new NotFound('attachment')
      return bytes
    }
    return { ...shownAs(attachment, variant), read }
  }
}

const shownAs = ({ name, type, size }: StoredAttachment, variant: 'file' | 'thumb') =>
  variant === 'thumb' ? { name: `${name}.webp`, type: thumbType, size: null } : { name, type, size }
