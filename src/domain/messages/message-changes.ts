import { advance, type Chat } from '../chat.js'
import { Conflict, Forbidden, NotFound } from '../errors.js'
import type { UserId } from '../ids.js'
import type { Membership } from '../member.js'
import type { Message } from './message.js'
import type { Preview, Reaction } from './message-parts.js'

/** At most so many different emoji on a message. */
export const mostReactions = 20
/** So many of those who reacted are named in the message itself. */
export const reactorsShown = 20

/** A message and its chat, both after the change; the message carries the change's `seq`. */
export interface MessageChange {
  readonly chat: Chat
  readonly message: Message
}

const change = (chat: Chat, message: Message, changes: Partial<Message>): MessageChange => {
  const next = advance(chat)
  return { chat: next, message: { ...message, ...changes, seq: next.seq } }
}

/** @throws NotFound for a message that is not there, or is from before what this member may see. */
export function requireVisible(message: Message | null, { firstNumber }: Membership): Message {
  if (message === null || message.number < firstNumber) throw new NotFound('message')
  return message
}

/** @throws Conflict for a message of which only the tombstone is left. */
export function requireStanding(message: Message): Message {
  if (message.deletedAt !== null) throw new Conflict('This message was deleted.')
  return message
}

/** @throws Forbidden unless the member may do for the whole chat what concerns one message: admins in groups, both in a private chat. */
function requireModerator(chat: Chat, { role }: Membership): void {
  if (chat.type === 'group' && role === 'member') throw new Forbidden('Only an admin of this chat may do that.')
}

/** Whether this member may call everybody with `@all`. */
export const mayCallAll = (chat: Pick<Chat, 'type'>, { role }: Pick<Membership, 'role'>): boolean =>
  chat.type === 'private' || role !== 'member'

/** @throws Forbidden for anybody but the author, Conflict for a tombstone. */
export function edit(
  chat: Chat,
  message: Message,
  author: UserId,
  { text, at, ...mentions }: { text: string; at: Date } & Pick<Message, 'mentions' | 'mentionsAll'>,
): MessageChange {
  if (message.senderId !== author) throw new Forbidden('Only its author may edit a message.')
  // What it links to now is looked at anew.
  return change(chat, requireStanding(message), { ...mentions, text, editedAt: at, previews: [] })
}

/** Leaves a tombstone at the message's place. @throws Forbidden for a member and somebody else's message. */
export function bury(chat: Chat, message: Message, actor: Membership, at: Date): MessageChange {
  if (message.senderId !== actor.userId && (chat.type === 'private' || actor.role === 'member')) {
    throw new Forbidden('Only its author or an admin may delete a message.')
  }
  return tombstone(chat, message, at)
}

/** Buries without asking who may. */
export const tombstone = (chat: Chat, message: Message, at: Date): MessageChange =>
  change(chat, message, {
    text: null,
    attachments: [],
    reactions: [],
    mentions: [],
    mentionsAll: false,
    previews: [],
    forwardedFrom: null,
    deletedAt: at,
    pinnedAt: null,
  })

/** The thread has one message more or fewer. */
export const countReply = (chat: Chat, root: Message, by: 1 | -1): MessageChange => change(chat, root, { replyCount: root.replyCount + by })

/** @throws Conflict beyond the most emoji. */
export function react(chat: Chat, message: Message, reactions: readonly Reaction[]): MessageChange {
  if (reactions.length > mostReactions) throw new Conflict(`A message takes at most ${mostReactions} different reactions.`)
  return change(chat, message, { reactions })
}

/** `at: null` takes the pin away. @throws Forbidden below admin in a group. */
export function pin(chat: Chat, message: Message, actor: Membership, at: Date | null): MessageChange {
  requireModerator(chat, actor)
  return change(chat, message, { pinnedAt: at })
}

export const showPreviews = (chat: Chat, message: Message, previews: readonly Preview[]): MessageChange =>
  change(chat, message, { previews })
