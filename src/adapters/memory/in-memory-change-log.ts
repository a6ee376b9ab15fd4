import type { ChangeLog, LaterSeats, LaterState } from '../../application/ports/change-log.js'
import type { ChatId } from '../../domain/ids.js'
import { isActive } from '../../domain/membership.js'
import type { ChatEntry, InMemoryStore } from './in-memory-store.js'

export class InMemoryChangeLog implements ChangeLog {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async changesAfter(heard: ReadonlyMap<ChatId, number>, span: number): Promise<ReadonlyMap<ChatId, LaterState>> {
    return this.#ofEach(heard, (entry, seq) => {
      const fits = (change: { readonly seq: number }) => change.seq > seq && change.seq <= seq + span
      const memberships = [...entry.places.values()].map(({ membership }) => membership).filter(fits)
      return {
        chat: entry.chat,
        membersSeq: entry.membersSeq,
        messages: entry.messages
          .filter(fits)
          .sort(bySeq)
          .map((message) => ({ message, createdSeq: entry.createdSeqs[message.number - 1] ?? message.seq })),
        members: memberships.flatMap((membership) => this.#store.memberOf(entry, membership)).sort(bySeq),
      }
    })
  }

  async seatsChangedAfter(known: ReadonlyMap<ChatId, number>): Promise<ReadonlyMap<ChatId, LaterSeats>> {
    return this.#ofEach(known, (entry, seq) => {
      const changed = [...entry.places.values()].map(({ membership }) => membership).filter((membership) => membership.seq > seq)
      const firstNumbers = new Map(changed.map((each) => [each.userId, isActive(each) ? each.firstNumber : null]))
      return { upTo: entry.chat.seq, firstNumbers }
    })
  }

  #ofEach<Answer>(seqs: ReadonlyMap<ChatId, number>, answer: (entry: ChatEntry, seq: number) => Answer): ReadonlyMap<ChatId, Answer> {
    const answers = new Map<ChatId, Answer>()
    for (const [chatId, seq] of seqs) {
      const entry = this.#store.chats.get(chatId)
      if (entry !== undefined) answers.set(chatId, answer(entry, seq))
    }
    return answers
  }
}

const bySeq = (a: { readonly seq: number }, b: { readonly seq: number }): number => a.seq - b.seq
