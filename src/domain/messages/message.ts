import type { AttachmentId, ChatId, ClientId, MessageId, UserId } from '../ids.js'
import type { Attachment, Forwarded, Preview, Reaction } from './message-parts.js'

export interface Message {
  readonly id: MessageId
  readonly chatId: ChatId
  /** Place in the chat: 1, 2, 3 … without holes, in commit order. */
  readonly number: number
  /** The chat's `seq` when this message last changed. */
  readonly seq: number
  readonly clientId: ClientId
  readonly senderId: UserId
  /** Exactly as sent; `null` once deleted, and beside attachments that came without a word. */
  readonly text: string | null
  readonly replyTo: MessageId | null
  /** The message whose thread this one is in. */
  readonly threadRoot: MessageId | null
  /** Messages in this one's thread that are not deleted. */
  readonly replyCount: number
  readonly attachments: readonly Attachment[]
  readonly reactions: readonly Reaction[]
  /** Members of the chat that the text calls by their handles. */
  readonly mentions: readonly UserId[]
  /** Whether it calls everyone in the chat. */
  readonly mentionsAll: boolean
  readonly previews: readonly Preview[]
  readonly forwardedFrom: Forwarded | null
  readonly createdAt: Date
  readonly editedAt: Date | null
  readonly deletedAt: Date | null
  readonly pinnedAt: Date | null
}

/** Where a message is to be found. */
export interface MessagePlace {
  readonly chatId: ChatId
  readonly messageId: MessageId
}

/** A message about to be appended: everything but its place, and what only the store can tell. */
export interface MessageDraft {
  readonly id: MessageId
  readonly chatId: ChatId
  readonly clientId: ClientId
  readonly senderId: UserId
  /** `null` beside attachments without a word, and for a forward, which takes its original's. */
  readonly text: string | null
  readonly replyTo: MessageId | null
  readonly threadRoot?: MessageId | null | undefined
  /** Uploads of the sender that no message has yet. */
  readonly attachmentIds?: readonly AttachmentId[] | undefined
  /** A message that the sender may see, whose text and attachments this one repeats. */
  readonly forwardOf?: MessagePlace | null | undefined
  readonly createdAt: Date
}

/** What the store finds out while it appends a draft. */
export interface DraftFindings {
  readonly text: string | null
  readonly mentions: readonly UserId[]
  readonly mentionsAll: boolean
  readonly attachments: readonly Attachment[]
  readonly forwardedFrom: Forwarded | null
}

/** A draft of plain text has nothing to be found out. */
export const plainFindings = (draft: MessageDraft): DraftFindings => ({
  text: draft.text,
  mentions: [],
  mentionsAll: false,
  attachments: [],
  forwardedFrom: null,
})

export function messageOf(draft: MessageDraft, number: number, seq: number, found: DraftFindings = plainFindings(draft)): Message {
  const { id, chatId, clientId, senderId, replyTo, threadRoot = null, createdAt } = draft
  const { text, mentions, mentionsAll, attachments, forwardedFrom } = found
  return {
    id,
    chatId,
    number,
    seq,
    clientId,
    senderId,
    text,
    replyTo,
    threadRoot,
    replyCount: 0,
    attachments,
    reactions: [],
    mentions,
    mentionsAll,
    previews: [],
    forwardedFrom,
    createdAt,
    editedAt: null,
    deletedAt: null,
    pinnedAt: null,
  }
}

/** What a retry is compared with: all that the sender said, whatever became of it. */
export function sentBody({ text, replyTo, threadRoot, attachmentIds = [], forwardOf }: MessageDraft): string {
  const plain = [text, replyTo]
  if (!threadRoot && !forwardOf && attachmentIds.length === 0) return JSON.stringify(plain)
  return JSON.stringify([...plain, threadRoot ?? null, attachmentIds, forwardOf?.chatId ?? null, forwardOf?.messageId ?? null])
}
