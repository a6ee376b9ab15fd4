import type { ChatReader, RoomSeat } from '../../application/ports/chat-reader.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import { type Chat, type ChatOfMember, roomWords } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import { idShape, type Order, pageOf, timePart, timeShape } from './in-memory-page.js'
import type { ChatEntry, InMemoryStore, Place } from './in-memory-store.js'

const byActivity: Order<{ readonly entry: ChatEntry; readonly place: Place }> = {
  placeOf: ({ entry }) => [timePart(entry.lastActivityAt), entry.chat.id],
  shape: [timeShape, idShape],
  descending: true,
}

const byTitle: Order<Chat> = { placeOf: (room) => [room.title?.toLowerCase() ?? '', room.id], shape: [/^/, idShape] }

const byJoining: Order<Member> = { placeOf: (member) => [timePart(member.joinedAt), member.userId], shape: [timeShape, idShape] }

export class InMemoryChatReader implements ChatReader {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async findForMembers(chatId: ChatId, userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, ChatOfMember>> {
    const views = new Map<UserId, ChatOfMember>()
    for (const userId of userIds) {
      const seat = this.#store.seatOf(chatId, userId)
      if (seat !== null) views.set(userId, this.#store.viewOf(seat))
    }
    return views
  }

  async findPublic(chatId: ChatId): Promise<Chat | null> {
    const chat = this.#store.chats.get(chatId)?.chat
    return chat?.visibility === 'public' ? chat : null
  }

  async list(userId: UserId, request: PageRequest): Promise<Page<ChatOfMember>> {
    const { items, nextCursor } = pageOf(this.#store.seatsOf(userId), byActivity, request)
    return { items: items.map((seat) => this.#store.viewOf(seat)), nextCursor }
  }

  async listRooms(query: string, request: PageRequest): Promise<Page<Chat>> {
    const rooms = [...this.#store.chats.values()].map((entry) => entry.chat).filter((chat) => chat.visibility === 'public')
    return pageOf(rooms.filter(isFoundBy(query)), byTitle, request)
  }

  async listMembers(chatId: ChatId, userId: UserId, request: PageRequest): Promise<Page<Member> | null> {
    const seat = this.#store.seatOf(chatId, userId)
    return seat === null ? null : pageOf(this.#store.membersOf(seat.entry), byJoining, request)
  }

  async seatsOf(userId: UserId): Promise<readonly RoomSeat[]> {
    return this.#store.seatsOf(userId).map(({ entry: { chat }, place }) => {
      const { firstNumber } = place.membership
      return { chatId: chat.id, firstNumber, asOf: chat.seq }
    })
  }
}

function isFoundBy(query: string): (room: Chat) => boolean {
  const words = roomWords(query.toLowerCase())
  if (words.length === 0) return (room) => room.title?.toLowerCase().startsWith(query.toLowerCase()) === true
  return ({ title, topic }) => {
    const own = `${title ?? ''} ${topic ?? ''}`.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u)
    return words.every((word) => own.some((one) => one.startsWith(word)))
  }
}
