import { z } from 'zod'
import type { FollowedThread } from '../../../application/ports/thread-follows.js'
import type { AttachmentId, ChatId, ClientId, MessageId } from '../../../domain/ids.js'
import type { Message } from '../../../domain/messages/message.js'
import type { Attachment, Preview, Reaction } from '../../../domain/messages/message-parts.js'
import { count, idOf, listOf, time } from './common.js'
import { userId } from './people.js'

export const chatId = idOf<ChatId>()
export const messageId = idOf<MessageId>()

const reaction = z.strictObject({
  emoji: z.string(),
  count: z.int().min(1),
  userIds: listOf(userId).describe('The first 20.'),
}) satisfies z.ZodType<Reaction>

export const attachment = z
  .strictObject({
    id: idOf<AttachmentId>(),
    name: z.string(),
    type: z.string().describe('Media type, as found in the content.'),
    size: count.describe('Bytes.'),
    width: z.int().nullable().describe('Of images, in pixels as shown.'),
    height: z.int().nullable(),
    url: z.string(),
    thumbUrl: z.string().nullable(),
  })
  .meta({ id: 'Attachment' }) satisfies z.ZodType<Attachment>

const preview = z.strictObject({
  url: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  siteName: z.string().nullable(),
  imageUrl: z.string().nullable(),
}) satisfies z.ZodType<Preview>

export const message = z
  .strictObject({
    id: messageId,
    chatId,
    number: z.int().min(1).describe('Place in the chat: 1, 2, 3 … without holes, in commit order.'),
    seq: count.describe("The chat's `seq` when this message last changed."),
    clientId: idOf<ClientId>(),
    senderId: userId,
    text: z.string().nullable().describe('Exactly as sent; `null` once deleted.'),
    replyTo: messageId.nullable(),
    threadRoot: messageId.nullable().describe('The message whose thread this one is in.'),
    replyCount: count.describe("Messages in this one's thread that are not deleted."),
    attachments: listOf(attachment),
    reactions: listOf(reaction).describe('In the order in which each emoji first came.'),
    mentions: listOf(userId).describe('Members of the chat that the text calls by their handles.'),
    mentionsAll: z.boolean().describe('Whether it calls everyone in the chat.'),
    previews: listOf(preview).describe('What the pages that the text links to say of themselves.'),
    forwardedFrom: z
      .strictObject({ senderId: userId, createdAt: time })
      .nullable()
      .describe('Whose words it repeats, and when they said them.'),
    createdAt: time,
    editedAt: time.nullable(),
    deletedAt: time.nullable(),
    pinnedAt: time.nullable(),
  })
  .meta({ id: 'Message' }) satisfies z.ZodType<Message>

export const earlierTexts = z.strictObject({
  items: listOf(z.strictObject({ text: z.string(), editedAt: time.describe('When an edit replaced it.') })).describe('Oldest first.'),
})

export const threadPlace = {
  following: z.boolean(),
  readNumber: count.describe('Read up to and including the reply with this number.'),
  unread: count.describe('Replies above it that are neither deleted nor one’s own.'),
}

export const followedThread = z
  .strictObject({
    root: message,
    lastReply: message.nullable(),
    ...threadPlace,
  })
  .meta({ id: 'FollowedThread' }) satisfies z.ZodType<FollowedThread>

export const messageWindow = z.strictObject({
  items: listOf(message).describe('Ascending.'),
  hasMoreBefore: z.boolean(),
  hasMoreAfter: z.boolean(),
})
