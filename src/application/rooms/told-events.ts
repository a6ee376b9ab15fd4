import type { ChatEvent } from '../../domain/events.js'
import type { Member } from '../../domain/member.js'
import type { Message } from '../../domain/messages/message.js'
import type { LaterState } from '../ports/change-log.js'

/**
 * The events that the state of a chat still tells exactly, by their `seq`: what clients count must be counted once. A message that has changed
 * since it was sent is told at both places, as it is now. A change that a later one has hidden is not among them, nor is somebody's who is in
 * the chat: whether they entered or got another role is not to be seen.
 */
export function toldEvents({ chat, membersSeq, messages, members }: LaterState): ReadonlyMap<number, ChatEvent> {
  const chatId = chat.id
  const events = new Map<number, ChatEvent>()
  for (const { message, createdSeq } of messages) {
    events.set(createdSeq, { type: 'message.created', chatId, seq: createdSeq, message, membersSeq })
    if (message.seq > createdSeq) events.set(message.seq, { type: changeOf(message), chatId, seq: message.seq, message })
  }
  for (const member of members) if (hasLeft(member)) events.set(member.seq, { type: 'member.left', chatId, seq: member.seq, member })
  // Nothing can have hidden the last change: if it is none of theirs, it is the chat's own.
  if (!events.has(chat.seq) && !members.some(({ seq }) => seq === chat.seq))
    events.set(chat.seq, { type: 'chat.updated', chatId, seq: chat.seq, chat })
  return events
}

const changeOf = ({ deletedAt }: Message): 'message.deleted' | 'message.updated' =>
  deletedAt === null ? 'message.updated' : 'message.deleted'

const hasLeft = ({ leftAt }: Member): boolean => leftAt !== null
