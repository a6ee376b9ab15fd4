import type { ChatEvent } from '../../domain/events.js'
import type { Message } from '../../domain/messages/message.js'
import { countReply, type MessageChange } from '../../domain/messages/message-changes.js'
import type { Stores } from '../ports/unit-of-work.js'
import { saveChange } from './lock-message.js'

/** A message that was deleted, and the root of its thread, which counts it no more. */
export interface Burial {
  readonly message: Message
  readonly root: Message | null
}

/** Stores a tombstone, and then that its thread has one reply fewer: a change of its own. */
export async function recordBurial(stores: Stores, buried: MessageChange): Promise<Burial> {
  const { message, chat } = buried
  await saveChange(stores, buried)
  const root = message.threadRoot === null ? null : await stores.messages.find(chat.id, message.threadRoot)
  if (root === null) return { message, root }
  const counted = countReply(chat, root, -1)
  await saveChange(stores, counted)
  return { message, root: counted.message }
}

export function burialAnnounced({ message, root }: Burial): readonly ChatEvent[] {
  const { chatId } = message
  const deleted: ChatEvent = { type: 'message.deleted', chatId, seq: message.seq, message }
  return root ? [deleted, { type: 'message.updated', chatId, seq: root.seq, message: root }] : [deleted]
}
