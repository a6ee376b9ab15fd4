import type { ChatEvent } from '../../domain/events.js'
import type { Member } from '../../domain/member.js'
import type { Message } from '../../domain/message.js'
import type { LaterState } from '../ports/change-log.js'

/**
 * The events that the state of a chat still tells exactly, by their `seq`: what clients count must be counted once. A change that a later
 * one has hidden is not among them, nor is somebody's who is in the chat: whether they entered or got another role is not to be seen.
 */
export function toldEvents({ chat, membersSeq, messages, members }: LaterState): ReadonlyMap<number, ChatEvent> {
  const chatId = chat.id
  const events = new Map<number, ChatEvent>()
  for (const message of messages)
    if (isAsSent(message)) events.set(message.seq, { type: 'message.created', chatId, seq: message.seq, message, membersSeq })
  for (const member of members) if (hasLeft(member)) events.set(member.seq, { type: 'member.left', chatId, seq: member.seq, member })
  // Nothing can have hidden the last change: if it is none of theirs, it is the chat's own.
  if (![...messages, ...members].some(({ seq }) => seq === chat.seq))
    events.set(chat.seq, { type: 'chat.updated', chatId, seq: chat.seq, chat })
  return events
}

const isAsSent = ({ editedAt, deletedAt }: Message): boolean => editedAt === null && deletedAt === null

const hasLeft = ({ leftAt }: Member): boolean => leftAt !== null
