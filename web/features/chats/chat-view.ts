import type { Member, Message } from '../../sdk/model.js'
import type { ChatState } from '../../sdk/state.js'

/** The newest message that is held. */
export function lastMessageOf({ info, messages }: ChatState): Message | null {
  const newest = messages.get(info.messageCount)
  if (newest) return newest
  let last: Message | null = null
  for (const message of messages.values()) if (!last || message.number > last.number) last = message
  return last
}

/** The other person of a private chat. */
export function partnerOf({ info, members }: ChatState, userId: string | null): Member | null {
  if (info.type !== 'private') return null
  for (const member of members.values()) if (member.userId !== userId) return member
  return null
}

/** Chats of up to so many come with their members. */
export const membersComeInline = ({ info }: ChatState): boolean => info.memberCount <= 50
