import type { Appended, MessagePage, MessageRepository, MessageWindow } from '../../application/ports/message-repository.js'
import { Conflict, NotFound } from '../../domain/errors.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import { type Message, type MessageDraft, messageOf, sentBody } from '../../domain/messages/message.js'
import { countReply } from '../../domain/messages/message-changes.js'
import { rangeOfPage } from '../../domain/messages/message-range.js'
import { isStorable } from '../../domain/text.js'
import { DraftLookup } from './draft-lookup.js'
import { type InMemoryStore, ownPlaceOf, type Place } from './in-memory-store.js'
import { threadKey } from './in-memory-thread-follows.js'

export class InMemoryMessageRepository implements MessageRepository {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async append(draft: MessageDraft): Promise<Appended> {
    const release = await this.#store.locks.acquire(draft.chatId)
    try {
      return this.#append(draft)
    } finally {
      release()
    }
  }

  async findForMember(chatId: ChatId, messageId: MessageId, userId: UserId): Promise<Message | null> {
    const seat = this.#store.seatOf(chatId, userId)
    const first = seat?.place.membership.firstNumber ?? 0
    return seat?.entry.messages.find((message) => message.id === messageId && message.number >= first) ?? null
  }

  async page(chatId: ChatId, userId: UserId, window: MessageWindow, limit: number): Promise<MessagePage | null> {
    const seat = this.#store.seatOf(chatId, userId)
    if (seat === null) return null
    const first = seat.place.membership.firstNumber
    const head = seat.entry.chat.messageCount
    const { from, to } = rangeOfPage(window, limit, first, head)
    return {
      items: from > to ? [] : seat.entry.messages.slice(from - 1, to),
      hasMoreBefore: from > first && head >= first,
      hasMoreAfter: to < head,
    }
  }

  #append(draft: MessageDraft): Appended {
    const seat = this.#store.seatOf(draft.chatId, draft.senderId)
    if (seat === null) throw new NotFound('chat')
    const { entry, place } = seat
    const key = `${draft.senderId} ${draft.clientId}`
    const body = sentBody(draft)
    const earlier = this.#store.sent.get(key)
    if (earlier !== undefined) {
      const message = entry.messages[earlier.number - 1]
      if (earlier.chatId === draft.chatId && earlier.body === body && message !== undefined) return { created: false, message }
      throw new Conflict('This clientId was used before, for another message.')
    }
    const found = new DraftLookup(this.#store, draft, seat)
    const { root, ...findings } = found.find()
    if (!isStorable(draft.text ?? '') || this.#store.messageIds.has(draft.id)) throw new Error('This message cannot be stored.')

    const message = messageOf(draft, entry.chat.messageCount + 1, entry.chat.seq + 1, findings)
    const replied = root && countReply({ ...entry.chat, seq: message.seq }, root, 1)
    entry.chat = { ...entry.chat, messageCount: message.number, seq: replied?.chat.seq ?? message.seq }
    entry.lastActivityAt = draft.createdAt > entry.lastActivityAt ? draft.createdAt : entry.lastActivityAt
    entry.changedAt = this.#store.clock.now()
    entry.messages.push(message)
    entry.createdSeqs.push(message.seq)
    if (replied) {
      entry.messages[replied.message.number - 1] = replied.message
      this.#seatInThread(replied.message, message)
    }
    found.take(message)
    this.#store.messageIds.add(message.id)
    this.#store.sent.set(key, { chatId: draft.chatId, number: message.number, body })
    const moved: Place = {
      membership: { ...place.membership, readNumber: message.number, deliveredNumber: message.number },
      preferences: { ...place.preferences, markedUnread: false },
      meSeq: this.#store.nextCounterOf(draft.senderId),
    }
    entry.places.set(draft.senderId, moved)
    const sender = ownPlaceOf({ entry, place: moved })
    return { created: true, message, membersSeq: entry.membersSeq, sender, root: replied?.message ?? null }
  }

  /** Who wrote the root follows from the first reply on, who writes one from then on. */
  #seatInThread({ id: rootId, chatId, senderId, replyCount }: Message, reply: Message): void {
    const seats = this.#store.threads
    if (replyCount === 1 && !seats.has(threadKey(rootId, senderId)))
      seats.set(threadKey(rootId, senderId), { chatId, rootId, userId: senderId, following: true, readNumber: 0 })
    const userId = reply.senderId
    seats.set(threadKey(rootId, userId), { chatId, rootId, userId, following: true, readNumber: reply.number })
  }
}
