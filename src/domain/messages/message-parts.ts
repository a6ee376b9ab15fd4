import type { AttachmentId, UserId } from '../ids.js'

/** Who answered a message with an emoji, in the order in which each emoji first came. */
export interface Reaction {
  readonly emoji: string
  readonly count: number
  /** The first ones, at most `reactorsShown`. */
  readonly userIds: readonly UserId[]
}

export interface Attachment {
  readonly id: AttachmentId
  readonly name: string
  /** Media type, as found in the content. */
  readonly type: string
  /** Bytes. */
  readonly size: number
  /** Of images, in pixels as shown. */
  readonly width: number | null
  readonly height: number | null
  readonly url: string
  readonly thumbUrl: string | null
}

/** The file's place in the API. */
export function attachmentOf(file: Omit<Attachment, 'url' | 'thumbUrl'>, hasThumb: boolean): Attachment {
  const url = `/v1/attachments/${file.id}`
  const { id, name, type, size, width, height } = file
  return { id, name, type, size, width, height, url, thumbUrl: hasThumb ? `${url}?variant=thumb` : null }
}

/** What a page that the text links to says of itself. */
export interface Preview {
  readonly url: string
  readonly title: string
  readonly description: string | null
  readonly siteName: string | null
  readonly imageUrl: string | null
}

/** Whose words a forwarded message repeats, and when they said them. */
export interface Forwarded {
  readonly senderId: UserId
  readonly createdAt: Date
}
