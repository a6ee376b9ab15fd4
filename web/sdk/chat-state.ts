import type { Chat, Counts, Me, Member, Message, OwnChat } from './model.js'
import type { ChatState } from './state.js'

const chatOf = ({ id, type, title, topic, visibility, history, memberCount, seq, messageCount, createdAt }: Chat): Chat => ({
  id,
  type,
  title,
  topic,
  visibility,
  history,
  memberCount,
  seq,
  messageCount,
  createdAt,
})

/** A chat that nothing is held of yet. */
export function enter(snapshot: OwnChat, seq: number): ChatState {
  const { lastMessage, members, me, unread, unreadMentions } = snapshot
  const from = lastMessage?.number ?? snapshot.messageCount + 1
  const empty = {
    info: chatOf(snapshot),
    me,
    unread,
    unreadMentions,
    seq,
    steps: [],
    ahead: new Map(),
    from,
    messages: new Map(),
    members: new Map(),
  }
  return holdMembers(holdMessages(empty, lastMessage ? [lastMessage] : []), members ?? [])
}

/** Takes what a snapshot says of the chat itself, at a place in its changes that is not before what is held. */
export function moveTo(chat: ChatState, snapshot: OwnChat, seq: number): ChatState {
  const { lastMessage, members, unread, unreadMentions } = snapshot
  const moved = { ...holdMe(chat, snapshot.me), info: chatOf(snapshot), unread, unreadMentions, seq }
  return holdMembers(holdMessages(moved, lastMessage ? [lastMessage] : []), members ?? [])
}

/** Keeps, of each message, the state with the latest change. */
export function holdMessages(chat: ChatState, incoming: readonly Message[]): ChatState {
  const news = incoming.filter((message) => message.chatId === chat.info.id && isNewer(message, chat.messages.get(message.number)))
  if (news.length === 0) return chat
  const messages = new Map(chat.messages)
  for (const message of news) messages.set(message.number, message)
  return { ...chat, messages }
}

/** Takes a page of messages, ascending: the run grows by it if it joins on. */
export function holdPage(chat: ChatState, page: readonly Message[]): ChatState {
  const [first, last] = [page[0], page[page.length - 1]]
  const held = holdMessages(chat, page)
  if (!first || !last || last.number < chat.from - 1 || first.number >= chat.from) return held
  return { ...held, from: first.number }
}

/** Lets go of what nobody looks at, except the newest: a long read leaves no more behind than a short one. */
export function release(chat: ChatState, { first, last, newest }: { first: number; last: number; newest: number }): ChatState {
  const latest = chat.info.messageCount - newest
  const isKept = (number: number) => number > latest || (number >= first && number <= last)
  const messages = new Map([...chat.messages].filter(([number]) => isKept(number)))
  if (messages.size === chat.messages.size) return chat
  let from = Math.max(chat.from, latest + 1)
  while (from > chat.from && messages.has(from - 1)) from -= 1
  return { ...chat, messages, from }
}

/** Keeps, of each member, the state with the latest change, and the marks that are furthest. */
export function holdMembers(chat: ChatState, incoming: readonly Member[]): ChatState {
  if (incoming.length === 0) return chat
  const members = new Map(chat.members)
  for (const member of incoming) {
    const held = members.get(member.userId)
    if (!held) members.set(member.userId, member)
    else members.set(member.userId, { ...(member.seq >= held.seq ? member : held), ...furthestMarks(held, member) })
  }
  return { ...chat, members }
}

/** What is the user's own follows the user's counter. Their read mark may have been moved here before the server knew. */
export function holdMe(chat: ChatState, me: Me): ChatState {
  if (me.seq < chat.me.seq) return chat
  return { ...chat, me: { ...me, readNumber: Math.max(me.readNumber, chat.me.readNumber) } }
}

/** Counts the unread messages if all that might be unread are held; `null` if not. */
export function countUnread(chat: ChatState, userId: string | null): Counts | null {
  let [unread, unreadMentions] = [0, 0]
  for (let number = Math.max(chat.me.readNumber + 1, chat.me.firstNumber); number <= chat.info.messageCount; number += 1) {
    const message = chat.messages.get(number)
    if (!message) return null
    if (message.senderId === userId || message.deletedAt !== null) continue
    unread += 1
    if (calls(message, userId)) unreadMentions += 1
  }
  return { unread, unreadMentions }
}

/** A count that was taken at an earlier change, with what has happened since. */
export function unreadSince(chat: ChatState, { unread, unreadMentions }: Counts, seq: number): Counts {
  const later = chat.steps.filter((step) => step.seq > seq && step.number > chat.me.readNumber)
  return {
    unread: later.reduce((count, step) => count + step.unread, unread),
    unreadMentions: later.reduce((count, step) => count + step.unreadMentions, unreadMentions),
  }
}

/** The chat with the counts that its messages show, or, where they cannot tell, those given. */
export function withUnread(chat: ChatState, userId: string | null, otherwise: Counts): ChatState {
  const { unread, unreadMentions } = countUnread(chat, userId) ?? otherwise
  return { ...chat, unread, unreadMentions }
}

export const calls = ({ mentions, mentionsAll }: Message, userId: string | null): boolean => mentionsAll || mentions.includes(userId ?? '')

const isNewer = (message: Message, held: Message | undefined): boolean => !held || message.seq > held.seq

function furthestMarks(one: Member, other: Member): { readNumber?: number; deliveredNumber?: number } {
  const marks: { readNumber?: number; deliveredNumber?: number } = {}
  if (one.readNumber !== undefined || other.readNumber !== undefined) {
    marks.readNumber = Math.max(one.readNumber ?? 0, other.readNumber ?? 0)
  }
  if (one.deliveredNumber !== undefined || other.deliveredNumber !== undefined) {
    marks.deliveredNumber = Math.max(one.deliveredNumber ?? 0, other.deliveredNumber ?? 0)
  }
  return marks
}
