import type { EarlierText, MessageLists } from '../../application/ports/message-lists.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import type { User } from '../../domain/user.js'
import { byTime } from './in-memory-message-store.js'
import { idShape, pageOf, timePart, timeShape } from './in-memory-page.js'
import type { InMemoryStore } from './in-memory-store.js'

const numberShape = /^\d{16}$/
const numberPart = (number: number): string => String(number).padStart(16, '0')

export class InMemoryMessageLists implements MessageLists {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async edits(chatId: ChatId, messageId: MessageId, userId: UserId): Promise<readonly EarlierText[] | null> {
    return this.#visible(chatId, userId)?.some(({ id }) => id === messageId) ? (this.#store.edits.get(messageId) ?? []) : null
  }

  async reactors(chatId: ChatId, messageId: MessageId, emoji: string, userId: UserId, page: PageRequest): Promise<Page<User> | null> {
    if (!this.#visible(chatId, userId)?.some(({ id }) => id === messageId)) return null
    const given = (this.#store.reactions.get(messageId) ?? []).filter((reaction) => reaction.emoji === emoji).sort(byTime)
    const { items, nextCursor } = pageOf(given, { placeOf: ({ at, userId: id }) => [timePart(at), id], shape: [timeShape, idShape] }, page)
    return { items: items.flatMap((reaction) => this.#store.users.get(reaction.userId) ?? []), nextCursor }
  }

  async pins(chatId: ChatId, userId: UserId, page: PageRequest): Promise<Page<Message> | null> {
    const pinned = this.#visible(chatId, userId)?.filter((message) => message.pinnedAt !== null)
    const placeOf = ({ pinnedAt, number }: Message) => [timePart(pinnedAt ?? new Date(0)), numberPart(number)]
    return pinned ? pageOf(pinned, { placeOf, shape: [timeShape, numberShape], descending: true }, page) : null
  }

  async thread(chatId: ChatId, rootId: MessageId, userId: UserId, page: PageRequest): Promise<Page<Message> | null> {
    const visible = this.#visible(chatId, userId)
    if (!visible?.some(({ id }) => id === rootId)) return null
    const replies = visible.filter((message) => message.threadRoot === rootId)
    return pageOf(replies, { placeOf: ({ number }) => [numberPart(number)], shape: [numberShape] }, page)
  }

  async mentions(userId: UserId, page: PageRequest): Promise<Page<Message>> {
    const calling = this.#store
      .seatsOf(userId)
      .flatMap(({ entry }) => this.#visible(entry.chat.id, userId) ?? [])
      .filter((message) => message.senderId !== userId && (message.mentionsAll || message.mentions.includes(userId)))
    return pageOf(calling, { placeOf: ({ id }) => [id], shape: [idShape], descending: true }, page)
  }

  /** `null` if the user is not in the chat. */
  #visible(chatId: ChatId, userId: UserId): readonly Message[] | null {
    const seat = this.#store.seatOf(chatId, userId)
    return seat?.entry.messages.slice(seat.place.membership.firstNumber - 1) ?? null
  }
}
