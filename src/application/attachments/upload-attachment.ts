import { ValidationFailed } from '../../domain/errors.js'
import { attachmentView } from '../../domain/files/attachment.js'
import { fileName } from '../../domain/files/file-name.js'
import { headLength, mediaTypeOf } from '../../domain/files/media-type.js'
import type { AttachmentId, BlobKey, UserId } from '../../domain/ids.js'
import type { Attachment } from '../../domain/messages/message-parts.js'
import type { AttachmentRepository, Quota } from '../ports/attachment-repository.js'
import type { Clock } from '../ports/clock.js'
import type { IdGenerator } from '../ports/id-generator.js'
import { peek } from './bytes.js'
import type { FileKeeper } from './file-keeper.js'

export interface UploadAttachmentCommand {
  readonly userId: UserId
  /** As the sender calls it. */
  readonly name: string
  readonly declaredType: string
  /** Taken as they come; what they throw comes out, and nothing is kept. */
  readonly bytes: AsyncIterable<Uint8Array>
}

export interface UploadLimits {
  readonly fileBytes: number
  readonly quota: Quota
}

/** Keeps a file, for its owner to send. */
export class UploadAttachment {
  readonly #attachments: AttachmentRepository
  readonly #keeper: FileKeeper
  readonly #ids: IdGenerator
  readonly #clock: Clock
  readonly #limits: UploadLimits

  constructor(attachments: AttachmentRepository, keeper: FileKeeper, ids: IdGenerator, clock: Clock, limits: UploadLimits) {
    this.#attachments = attachments
    this.#keeper = keeper
    this.#ids = ids
    this.#clock = clock
    this.#limits = limits
  }

  /** @throws ValidationFailed for an empty file, UnsupportedFile, FileTooLarge, QuotaExceeded */
  async execute({ userId: ownerId, name: given, declaredType, bytes }: UploadAttachmentCommand): Promise<Attachment> {
    const { head, whole } = await peek(bytes, headLength)
    if (head.length === 0) throw new ValidationFailed([{ path: 'file', message: 'must not be empty' }])
    const type = mediaTypeOf(head, given, declaredType)
    const { fileBytes, quota } = this.#limits
    const [blob, thumbBlob] = [this.#ids.next() as BlobKey, this.#ids.next() as BlobKey]
    const createdAt = this.#clock.now()
    await this.#attachments.reserve({ ownerId, blob, thumbBlob, bytes: fileBytes, at: createdAt }, quota)
    const keeping = async () => {
      const content = await this.#keeper.keep({ type, bytes: whole, blob, thumbBlob }, fileBytes)
      const attachment = { id: this.#ids.next() as AttachmentId, ownerId, blob, name: fileName(given), type, createdAt, ...content }
      await this.#attachments.add(attachment, quota)
      return attachmentView(attachment)
    }
    return keeping().catch(async (error: unknown) => {
      // If that fails too, the reservation tells the collection of files what to remove.
      const forgotten = this.#keeper.remove(blob, thumbBlob).then(() => this.#attachments.settle([blob]))
      await forgotten.catch(() => undefined)
      throw error
    })
  }
}
