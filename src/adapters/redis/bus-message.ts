import { z } from 'zod'
import type { Signal, Topic } from '../../application/ports/message-broadcaster.js'

/** What nodes say to each other through Redis. `command` asks for an acknowledgement under that name. */
export type BusMessage =
  | { readonly from: string; readonly kind: 'signal'; readonly signal: Signal; readonly command?: string | undefined }
  | { readonly from: string; readonly kind: 'acknowledged'; readonly command: string }
  /** Signals of this node may not have reached the others. */
  | { readonly from: string; readonly kind: 'lost' }

/** Characters: several times what the largest honest message has. */
export const longestMessage = 1024 * 1024
const name = z.string().min(1).max(200)
const chatId = name.transform((id) => id as Extract<Signal, { kind: 'room' }>['chatId'])
const userId = name.transform((id) => id as Extract<Signal, { kind: 'user' }>['userId'])
const sessionId = name.transform((id) => id as Extract<Signal, { kind: 'end-sessions' }>['sessionIds'][number])
const count = z.int().min(0)
const departure = z.strictObject({ chatId, seq: count })
const common = { v: z.literal(1), from: name, command: name.optional() }

const headers = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('room'),
    chatId,
    seq: count.nullable(),
    number: count.nullable(),
    membersSeq: count.nullable(),
    hiddenFrom: z.array(userId).optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('close-room'), chatId }),
  z.strictObject({
    ...common,
    kind: z.literal('user'),
    userId,
    mine: z.strictObject({ chatId, seq: count.nullable() }).optional(),
    departure: departure.optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('subscribe'),
    userId,
    seats: z.array(z.strictObject({ chatId, firstNumber: count, asOf: count })),
  }),
  z.strictObject({ ...common, kind: z.literal('unsubscribe'), userId, departures: z.array(departure) }),
  z.strictObject({ ...common, kind: z.literal('end-connections'), userId, connectionIds: z.array(name) }),
  z.strictObject({
    ...common,
    kind: z.literal('presence'),
    changes: z.array(
      z.strictObject({
        userId,
        status: z.enum(['online', 'away', 'offline']),
        lastSeenAt: z.iso.datetime().nullable(),
        chatIds: z.array(chatId),
        hiddenFrom: z.array(userId),
      }),
    ),
  }),
  z.strictObject({ ...common, kind: z.literal('profile'), userId, chatIds: z.array(chatId) }),
  z.strictObject({ ...common, kind: z.literal('end-sessions'), userId, sessionIds: z.array(sessionId) }),
  z.strictObject({ ...common, kind: z.literal('acknowledged'), command: name }),
  z.strictObject({ ...common, kind: z.literal('lost') }),
])

/** A line of JSON that tells what it is, and after it the frame as it is, so that neither side parses or escapes it again. */
export function encode(message: BusMessage): string {
  if (message.kind !== 'signal') return JSON.stringify({ v: 1, ...message })
  const { from, command, signal } = message
  const { frame, ...header } = 'frame' in signal ? signal : { ...signal, frame: '' }
  return `${JSON.stringify({ v: 1, from, command, ...header })}\n${frame}`
}

/** How a message of this node begins that asks for no acknowledgement: it comes back to who sent it, and is nothing new there. */
export const beginningOf = (from: string): string => `${JSON.stringify({ v: 1, from }).slice(0, -1)},"kind":`

/** `null` for whatever is not such a message: a node of another version may have written it. */
export function decode(text: string): BusMessage | null {
  const end = text.indexOf('\n')
  const parsed = headers.safeParse(parse(end < 0 ? text : text.slice(0, end)))
  if (!parsed.success) return null
  const { v: _, from, command, ...rest } = parsed.data
  if (rest.kind === 'acknowledged') return command === undefined ? null : { from, kind: rest.kind, command }
  if (rest.kind === 'lost') return { from, kind: rest.kind }
  if (!('chatId' in rest) && rest.kind !== 'user' && rest.kind !== 'profile') return { from, kind: 'signal', signal: rest, command }
  const frame = end < 0 ? '' : text.slice(end + 1)
  if (!frame.startsWith('{"type":"')) return null
  return { from, kind: 'signal', signal: { ...rest, frame }, command }
}

/** Where a signal belongs: one that comes on another topic is not what it says. */
export function belongsTo(topic: string, signal: Signal): boolean {
  return topic === topicOf(signal)
}

function topicOf(signal: Signal): Topic {
  switch (signal.kind) {
    case 'room':
    case 'close-room':
      return `room:${signal.chatId}`
    case 'end-sessions':
    case 'presence':
    case 'profile':
      return 'nodes'
    default:
      return `user:${signal.userId}`
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
