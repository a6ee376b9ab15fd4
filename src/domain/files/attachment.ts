import type { BlobKey, ChatId, MessageId, UserId } from '../ids.js'
import { type Attachment, attachmentOf } from '../messages/message-parts.js'

/** One use of a file: an upload, or a copy that a forwarded message made of it. Several may be of one blob. */
export interface StoredAttachment extends Omit<Attachment, 'url' | 'thumbUrl'> {
  readonly ownerId: UserId
  readonly blob: BlobKey
  /** A smaller picture of it, always WebP; `null` if it is no picture, or a small one. */
  readonly thumbBlob: BlobKey | null
  readonly createdAt: Date
  /** `null` until a message refers to it. */
  readonly messageId: MessageId | null
  readonly chatId: ChatId | null
}

export type NewAttachment = Omit<StoredAttachment, 'messageId' | 'chatId'>

export const thumbType = 'image/webp'

/** As messages show it. */
export const attachmentView = (stored: NewAttachment): Attachment => attachmentOf(stored, stored.thumbBlob !== null)
