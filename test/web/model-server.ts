import type { LiveEvent } from '../../web/sdk/events.js'
import type { Me, Member, Message, OwnChat, SyncAnswer, User } from '../../web/sdk/model.js'
import type { SyncQuestion } from '../../web/sdk/synchroniser.js'

export const viewer = 'viewer'

/** Small, so that a short history already needs several answers, or a reset. */
const changesAnAnswer = 4
const chatsAnAnswer = 2
const resetBehind = 12
const newestPage = 5

export interface ModelChat {
  readonly id: string
  title: string
  seq: number
  readonly messages: Message[]
  readonly members: Map<string, Member>
  me: Me
}

export const person = (id: string): User => ({ id, handle: id, displayName: `Name of ${id}`, avatarUrl: null })

/** What the contract says of chats, changes and catching up, for one viewer, as plainly as it can be put. */
export class ModelServer {
  readonly chats = new Map<string, ModelChat>()
  /** Everything that was ever announced to the viewer, in the order it was. */
  readonly announced: LiveEvent[] = []
  readonly #left = new Map<string, ModelChat>()
  #mine = 0

  open(chatId: string, others: readonly string[]): ModelChat {
    const open = this.chats.get(chatId)
    if (open) return open
    const known = this.#left.get(chatId)
    if (known) {
      this.chats.set(chatId, known)
      known.members.set(viewer, memberOf(viewer, ++known.seq))
      known.me = this.#nextMe({ ...known.me, readNumber: known.messages.length })
      this.announced.push({ type: 'chat.created', chat: this.snapshot(known) })
      return known
    }
    const members = new Map<string, Member>()
    const chat: ModelChat = { id: chatId, title: chatId, seq: 0, messages: [], members, me: this.#nextMe(freshMe) }
    for (const userId of [viewer, ...others]) members.set(userId, memberOf(userId, ++chat.seq))
    this.chats.set(chatId, chat)
    this.announced.push({ type: 'chat.created', chat: this.snapshot(chat) })
    return chat
  }

  send(chat: ModelChat, senderId: string, clientId: string, calls = false): Message {
    const number = chat.messages.length + 1
    const message: Message = {
      id: `${chat.id}-${number}`,
      chatId: chat.id,
      number,
      seq: ++chat.seq,
      clientId,
      senderId,
      text: `text ${number}`,
      replyTo: null,
      createdAt: new Date(number * 1_000).toISOString(),
      editedAt: null,
      deletedAt: null,
      threadRoot: null,
      replyCount: 0,
      attachments: [],
      reactions: [],
      mentions: calls ? [viewer] : [],
      mentionsAll: false,
      previews: [],
      forwardedFrom: null,
      pinnedAt: null,
    }
    chat.messages.push(message)
    this.announced.push({ type: 'message.created', chatId: chat.id, seq: chat.seq, message })
    if (senderId === viewer) this.read(chat, number)
    return message
  }

  change(chat: ModelChat, number: number, how: 'message.updated' | 'message.deleted', calls = false): void {
    const before = chat.messages[number - 1]
    if (!before || before.deletedAt !== null) return
    const at = new Date(0).toISOString()
    const change =
      how === 'message.deleted'
        ? { text: null, deletedAt: at, mentions: [] }
        : { text: `${before.text}!`, editedAt: at, mentions: calls ? [viewer] : [] }
    const message: Message = { ...before, ...change, seq: ++chat.seq }
    chat.messages[number - 1] = message
    this.announced.push({ type: how, chatId: chat.id, seq: chat.seq, message })
  }

  moveMember(chat: ModelChat, userId: string): void {
    const held = chat.members.get(userId)
    const joins = !held || held.leftAt !== null
    const member: Member = { ...memberOf(userId, ++chat.seq), leftAt: joins ? null : new Date(0).toISOString() }
    chat.members.set(userId, member)
    this.announced.push({ type: joins ? 'member.joined' : 'member.left', chatId: chat.id, seq: chat.seq, member })
  }

  rename(chat: ModelChat, title: string): void {
    chat.title = title
    chat.seq += 1
    const { me: _me, unread: _unread, unreadMentions: _mentions, lastMessage: _last, members: _members, ...shared } = this.snapshot(chat)
    this.announced.push({ type: 'chat.updated', chatId: chat.id, seq: chat.seq, chat: shared })
  }

  skip(chat: ModelChat): void {
    this.announced.push({ type: 'skipped', chatId: chat.id, seq: ++chat.seq })
  }

  read(chat: ModelChat, number: number): void {
    if (number <= chat.me.readNumber || number > chat.messages.length) return
    chat.me = this.#nextMe({ ...chat.me, readNumber: number })
    this.announced.push({ type: 'me.updated', chatId: chat.id, me: chat.me, ...this.#counts(chat) })
  }

  leave(chat: ModelChat): void {
    this.chats.delete(chat.id)
    this.#left.set(chat.id, chat)
    chat.members.set(viewer, { ...memberOf(viewer, ++chat.seq), leftAt: new Date(0).toISOString() })
    this.announced.push({ type: 'chat.removed', chatId: chat.id, reason: 'left' })
  }

  page(chat: ModelChat, before: number | null): readonly Message[] {
    const end = before === null ? chat.messages.length : before - 1
    return chat.messages.slice(Math.max(0, end - 3), end)
  }

  readonly sync = async (question: SyncQuestion): Promise<SyncAnswer> => {
    const held = new Map(question.chats.map(({ id, seq }) => [id, seq]))
    const offset = Number(question.cursor ?? 0)
    const all = [...this.chats.values()]
    const page = all.slice(offset, offset + chatsAnAnswer)
    const answer = {
      chats: page.filter((chat) => held.get(chat.id) !== chat.seq).map((chat) => this.#changes(chat, held.get(chat.id))),
      removed: offset > 0 ? [] : [...held.keys()].filter((id) => !this.chats.has(id)),
      mine: {
        seq: this.#mine,
        chats: page.filter((chat) => chat.me.seq > question.mine).map((chat) => ({ chatId: chat.id, me: chat.me, ...this.#counts(chat) })),
      },
      cursor: offset + chatsAnAnswer < all.length ? String(offset + chatsAnAnswer) : null,
    }
    // The answer is under way while more happens and is heard.
    await tick()
    await tick()
    return answer
  }

  #changes(chat: ModelChat, from: number | undefined): SyncAnswer['chats'][number] {
    const snapshot = this.snapshot(chat)
    const whole = { chat: snapshot, members: [], seq: chat.seq, more: false }
    if (from === undefined) return { ...whole, messages: chat.messages.slice(-1), reset: false }
    if (from > chat.seq || chat.seq - from > resetBehind) return { ...whole, messages: chat.messages.slice(-newestPage), reset: true }
    const messages = chat.messages.filter(({ seq }) => seq > from)
    const members = [...chat.members.values()].filter(({ seq }) => seq > from)
    const places = [...messages, ...members].map(({ seq }) => seq).sort((one, other) => one - other)
    const more = places.length > changesAnAnswer
    const upTo = more ? (places[changesAnAnswer - 1] ?? chat.seq) : chat.seq
    return {
      chat: snapshot,
      messages: messages.filter(({ seq }) => seq <= upTo).toSorted((one, other) => one.seq - other.seq),
      members: members.filter(({ seq }) => seq <= upTo),
      seq: upTo,
      more,
      reset: false,
    }
  }

  snapshot(chat: ModelChat): OwnChat {
    const members = [...chat.members.values()].filter(({ leftAt }) => leftAt === null)
    return {
      id: chat.id,
      type: 'group',
      title: chat.title,
      topic: null,
      visibility: 'private',
      history: 'all',
      memberCount: members.length,
      seq: chat.seq,
      messageCount: chat.messages.length,
      createdAt: new Date(0).toISOString(),
      me: chat.me,
      ...this.#counts(chat),
      lastMessage: chat.messages.at(-1) ?? null,
      members,
    }
  }

  #counts({ messages, me }: ModelChat): { unread: number; unreadMentions: number } {
    const unread = messages.filter(({ number, senderId, deletedAt }) => number > me.readNumber && senderId !== viewer && deletedAt === null)
    return { unread: unread.length, unreadMentions: unread.filter(({ mentions }) => mentions.includes(viewer)).length }
  }

  #nextMe(me: Me): Me {
    this.#mine += 1
    return { ...me, seq: this.#mine }
  }
}

export const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const freshMe: Me = {
  role: 'member',
  firstNumber: 1,
  readNumber: 0,
  deliveredNumber: 0,
  muted: false,
  pinned: false,
  archived: false,
  notify: 'all',
  markedUnread: false,
  seq: 0,
}

const memberOf = (userId: string, seq: number): Member => ({
  userId,
  role: 'member',
  joinedAt: new Date(0).toISOString(),
  leftAt: null,
  seq,
  user: person(userId),
})
