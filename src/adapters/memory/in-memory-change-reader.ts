import type { ChangeReader, ChatChanges, SyncAnswer, SyncRequest } from '../../application/ports/change-reader.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import type { Message } from '../../domain/messages/message.js'
import { rangeOfPage } from '../../domain/messages/message-range.js'
import { idShape, parse } from './in-memory-page.js'
import { type ChatEntry, type InMemoryStore, ownPlaceOf, type Place } from './in-memory-store.js'

type Seat = { readonly entry: ChatEntry; readonly place: Place }

const chatsAnAnswer = 100
const changesAnAnswer = 1_000
const changesAChat = 100
const resetBeyond = 500
const newestOnReset = 50

export class InMemoryChangeReader implements ChangeReader {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async changesFor(userId: UserId, request: SyncRequest): Promise<SyncAnswer> {
    const [after = '', first] = request.cursor === null ? [] : parse(request.cursor, [idShape, /^\d{1,15}$/])
    const seq = first === undefined ? this.#store.counterOf(userId) : Number(first)
    const above = request.mine > this.#store.counterOf(userId) ? 0 : request.mine
    const held = new Map(request.chats.map((chat) => [chat.id, chat.seq]))
    const seats = this.#store
      .seatsOf(userId)
      .filter(({ entry, place }) => entry.chat.id > after && (held.get(entry.chat.id) !== entry.chat.seq || place.meSeq > above))
      .sort((a, b) => (a.entry.chat.id < b.entry.chat.id ? -1 : 1))
    const chats: ChatChanges[] = []
    const mine: SyncAnswer['mine']['chats'][number][] = []
    let spent = 0
    let told: ChatId | null = null
    for (const [index, seat] of seats.entries()) {
      const chatId = seat.entry.chat.id
      const changes = this.#changesOf(seat, held.get(chatId))
      spent += changes === null ? 1 : changes.messages.length + changes.members.length
      if (index >= chatsAnAnswer || (spent > changesAnAnswer && index > 0)) {
        return { chats, removed: this.#notIn(userId, request, held), mine: { seq, chats: mine }, cursor: cursorAt(told, seq) }
      }
      if (changes !== null) chats.push(changes)
      if (seat.place.meSeq > above) mine.push({ chatId, ...ownPlaceOf(seat) })
      told = chatId
    }
    return { chats, removed: this.#notIn(userId, request, held), mine: { seq, chats: mine }, cursor: null }
  }

  /** `null` if the chat is as held. */
  #changesOf(seat: Seat, held: number | undefined): ChatChanges | null {
    const { seq } = seat.entry.chat
    const chat = this.#store.viewOf(seat)
    const rest = { chat, members: [], seq, more: false, reset: false }
    if (held === undefined) return { ...rest, messages: chat.lastMessage === null ? [] : [chat.lastMessage] }
    if (held === seq) return null
    if (held > seq || seq - held > resetBeyond) return { ...rest, messages: newestOf(seat), reset: true }
    return { ...rest, ...this.#partOf(seat, held) }
  }

  #partOf({ entry, place }: Seat, held: number): Pick<ChatChanges, 'messages' | 'members' | 'seq' | 'more'> {
    const messages = entry.messages.filter((message) => message.seq > held && message.number >= place.membership.firstNumber).sort(bySeq)
    const members = [...entry.places.values()]
      .filter(({ membership }) => membership.seq > held)
      .flatMap(({ membership }) => this.#store.memberOf(entry, membership))
      .sort(bySeq)
    const seqs = [...messages, ...members].map((change) => change.seq).sort((a, b) => a - b)
    const more = seqs.length > changesAChat
    const seq = more ? (seqs[changesAChat - 1] ?? entry.chat.seq) : entry.chat.seq
    const fits = (change: Message | Member) => change.seq <= seq
    return { messages: messages.filter(fits), members: members.filter(fits), seq, more }
  }

  #notIn(userId: UserId, request: SyncRequest, held: ReadonlyMap<ChatId, number>): readonly ChatId[] {
    return request.cursor === null ? [...held.keys()].filter((chatId) => this.#store.seatOf(chatId, userId) === null) : []
  }
}

const bySeq = (a: { readonly seq: number }, b: { readonly seq: number }): number => a.seq - b.seq

const cursorAt = (told: ChatId | null, seq: number): string => Buffer.from(JSON.stringify([told ?? '', String(seq)])).toString('base64url')

function newestOf({ entry, place }: Seat): readonly Message[] {
  const { from, to } = rangeOfPage({ kind: 'newest' }, newestOnReset, place.membership.firstNumber, entry.chat.messageCount)
  return from > to ? [] : entry.messages.slice(from - 1, to)
}
