import { z } from 'zod'
import type { DomainEvent } from '../../../domain/events.js'
import { chat, chatOfMember, member, ownPlace } from './chats.js'
import { count, time } from './common.js'
import { chatId, message, messageId, threadPlace } from './messages.js'
import { user, userId } from './people.js'
import { presence } from './presence.js'

/** What a chat's deletion is called on the wire is `chat.removed`. */
type FrameType = Exclude<DomainEvent['type'], 'chat.deleted'> | 'ready' | 'presence' | 'user.updated' | 'resync' | 'heartbeat' | 'skipped'

const durable = <Type extends FrameType>(type: Type, data: z.ZodType) =>
  z.strictObject({ type: z.literal(type), chatId, seq: count.describe("The chat's `seq` of this change."), data })

const ofChat = <Type extends FrameType>(type: Type, data: z.ZodType) => z.strictObject({ type: z.literal(type), chatId, data })

const ofSocket = <Type extends FrameType>(type: Type, data: z.ZodType) => z.strictObject({ type: z.literal(type), data })

/** Every frame that a socket can get: an event without a row here does not compile. */
export const frames = {
  ready: ofSocket('ready', z.strictObject({ connectionId: z.string(), userId, heartbeatSeconds: count, serverTime: time })).describe(
    'The first frame. The socket has no chats yet: call `POST /v1/sync`.',
  ),
  'message.created': durable('message.created', z.strictObject({ message })),
  'message.updated': durable('message.updated', z.strictObject({ message })).describe('Edited, reacted to, pinned, replied to.'),
  'message.deleted': durable('message.deleted', z.strictObject({ message })),
  'chat.updated': durable('chat.updated', z.strictObject({ chat })),
  'member.joined': durable('member.joined', z.strictObject({ member })),
  'member.updated': durable('member.updated', z.strictObject({ member })),
  'member.left': durable('member.left', z.strictObject({ member })),
  skipped: z
    .strictObject({ type: z.literal('skipped'), chatId, seq: count })
    .describe('There is a change that this socket may not see. A client that sees every `seq` has missed nothing.'),
  'chat.created': ofChat('chat.created', z.strictObject({ chat: chatOfMember })).describe('To the sockets of who entered the chat.'),
  'chat.removed': ofChat('chat.removed', z.strictObject({ reason: z.enum(['left', 'removed', 'deleted']) })),
  'me.updated': ofChat('me.updated', z.strictObject({ chatId, ...ownPlace })).describe("To the user's own sockets."),
  'thread.updated': ofChat('thread.updated', z.strictObject({ chatId, rootId: messageId, ...threadPlace })).describe(
    "To the user's own sockets.",
  ),
  read: ofChat('read', z.strictObject({ userId, number: count })).describe('Passing: may be spared for a slow socket.'),
  receipt: ofChat('receipt', z.strictObject({ userId, deliveredNumber: count })).describe('Passing, as `read` is.'),
  typing: ofChat('typing', z.strictObject({ userId, expiresAt: time })).describe(
    'Passing. Somebody is writing, until then unless it is said again.',
  ),
  presence: ofSocket('presence', presence).describe('Passing. Somebody whom the user knows has come, gone, or is away.'),
  'user.updated': ofSocket('user.updated', z.strictObject({ user })).describe(
    'Passing. Somebody whom the user knows, or the user, is called otherwise.',
  ),
  resync: ofSocket('resync', z.strictObject({})).describe('This socket may have missed something: call `POST /v1/sync` now.'),
  heartbeat: ofSocket('heartbeat', z.strictObject({ heads: z.record(chatId, count) })).describe(
    'At least every 25 s: the heads of the chats that changed since the last one. Who heard nothing for 45 s reconnects.',
  ),
} satisfies Record<FrameType, z.ZodType>
