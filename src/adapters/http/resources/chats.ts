import { z } from 'zod'
import type { SyncAnswer } from '../../../application/ports/change-reader.js'
import type { Chat, ChatOfMember } from '../../../domain/chat.js'
import type { Me, Member } from '../../../domain/member.js'
import { count, listOf, time } from './common.js'
import { chatId, message } from './messages.js'
import { user, userId } from './people.js'

const role = z.enum(['owner', 'admin', 'member'])
const marks = { readNumber: count, deliveredNumber: count }

export const member = z
  .strictObject({
    userId,
    role,
    joinedAt: time,
    leftAt: time.nullable(),
    seq: count.describe("The chat's `seq` when this last changed."),
    user,
    readNumber: marks.readNumber.exactOptional().describe('In chats of up to 50.'),
    deliveredNumber: marks.deliveredNumber.exactOptional().describe('In chats of up to 50.'),
  })
  .meta({ id: 'Member', description: 'A member as the others in the chat see them.' }) satisfies z.ZodType<Member>

export const me = z
  .strictObject({
    role,
    firstNumber: z.int().min(1).describe('The first message number that the caller may see.'),
    ...marks,
    muted: z.boolean(),
    pinned: z.boolean(),
    archived: z.boolean(),
    notify: z.enum(['all', 'mentions', 'none']),
    markedUnread: z.boolean(),
    seq: count.describe("Of the caller's own counter, not the chat's."),
  })
  .meta({ id: 'Me', description: "The caller's own place in a chat." }) satisfies z.ZodType<Me>

export const ownPlace = {
  me,
  unread: count.describe('Visible messages above the read mark that are neither deleted nor one’s own.'),
  unreadMentions: count.describe('Those of them that call the caller, or everybody.'),
}

export const chat = z
  .strictObject({
    id: chatId,
    type: z.enum(['private', 'group']),
    title: z.string().nullable(),
    topic: z.string().nullable(),
    visibility: z.enum(['private', 'public']),
    history: z.enum(['all', 'since_joining']).describe('What somebody who joins later may read.'),
    memberCount: count,
    seq: count.describe("Head of the chat's changes."),
    messageCount: count.describe('The highest message number.'),
    createdAt: time,
  })
  .meta({ id: 'Chat', description: 'A chat as everyone in it sees it.' }) satisfies z.ZodType<Chat>

export const chatOfMember = chat
  .extend({
    lastMessage: message.nullable(),
    ...ownPlace,
    members: listOf(member).exactOptional().describe('In private chats, and groups of up to 50.'),
  })
  .meta({ id: 'ChatOfMember', description: 'A chat as the caller sees it.' }) satisfies z.ZodType<ChatOfMember>

export const changes = z
  .strictObject({
    chats: listOf(
      z.strictObject({
        chat: chatOfMember,
        messages: listOf(message).describe('Oldest change first.'),
        members: listOf(member).describe('Oldest change first; people who left come with `leftAt`.'),
        seq: count.describe('Everything up to here is in this answer.'),
        more: z.boolean().describe('Call again from `seq`.'),
        reset: z.boolean().describe('Drop everything held of this chat: here is its newest page.'),
      }),
    ),
    removed: listOf(chatId).describe('Named chats that the caller is not in, unknown ones included.'),
    mine: z.strictObject({ seq: count, chats: listOf(z.strictObject({ chatId, ...ownPlace })) }),
    cursor: z.string().nullable().describe('Call again with it for the other chats.'),
  })
  .meta({ id: 'Changes' }) satisfies z.ZodType<SyncAnswer>
