import { InMemorySessionRepository } from '../../../src/adapters/memory/in-memory-session-repository.js'
import { createInMemoryStorage } from '../../../src/adapters/memory/in-memory-storage.js'
import { InMemoryStore } from '../../../src/adapters/memory/in-memory-store.js'
import type { UnitOfWork } from '../../../src/application/ports/unit-of-work.js'
import { Unavailable } from '../../../src/domain/errors.js'
import type { Membership } from '../../../src/domain/member.js'
import { isActive } from '../../../src/domain/membership.js'
import type { History, Place } from '../history.js'
import { over } from './over.js'
import type { SimulatedProcess } from './process.js'
import type { SimulatedTime } from './time.js'

interface Ports extends Omit<ReturnType<typeof createInMemoryStorage>, 'addUsers' | 'unitOfWork'> {
  readonly unitOfWork: UnitOfWork
  readonly sessions: InMemorySessionRepository
}

/** The one database: the in-memory adapters over one store, behind a network that can be slow or away, or lose an answer after the commit. */
export class SimulatedDatabase {
  readonly store: InMemoryStore
  readonly sessions = new InMemorySessionRepository()
  isAway = false
  /** How likely an answer is lost, whatever was done. */
  losesAnswers = 0
  /** Called right after a commit, before anybody knows of it. */
  onCommit: (process: SimulatedProcess) => void = () => undefined
  readonly #time: SimulatedTime
  readonly #places: Place[] = []
  readonly #committedAt = new Map<string, number>()

  constructor(time: SimulatedTime) {
    this.#time = time
    this.store = new InMemoryStore(time.clock())
  }

  /** The ports as a process reaches them, by a network. */
  from(process: SimulatedProcess): Ports {
    const { addUsers: _, ...storage } = createInMemoryStorage(this.#time.clock(), this.store)
    const { messages, unitOfWork } = storage
    const append: typeof messages.append = async (draft) => {
      const appended = await messages.append(draft)
      if (appended.created) this.#committed(process, draft.chatId, appended.message.number)
      return appended
    }
    const ports: Ports = {
      ...storage,
      sessions: this.sessions,
      messages: over(messages, { append }),
      unitOfWork: this.#recorded(unitOfWork, process),
    }
    return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, this.#far(port, process)])) as unknown as Ports
  }

  /** What is in it at the end. */
  contents(): Pick<History, 'chats' | 'messages' | 'places' | 'readNumbers'> {
    const entries = [...this.store.chats.values()]
    return {
      chats: entries.map(({ chat: { id, seq, messageCount } }) => ({ id, seq, messageCount })),
      messages: entries.flatMap(({ messages, createdSeqs }) =>
        messages.map(({ chatId, number, seq, clientId, senderId, text }, place) => {
          const committedAt = this.#committedAt.get(`${chatId} ${number}`) ?? 0
          return { chatId, number, seq, createdSeq: createdSeqs[place] ?? 0, clientId, senderId, text, committedAt }
        }),
      ),
      places: this.#places,
      readNumbers: entries.flatMap(({ chat, places }) =>
        [...places.values()].map(({ membership: { userId, readNumber } }) => ({ chatId: chat.id, userId, number: readNumber })),
      ),
    }
  }

  #far<Port extends object>(port: Port, process: SimulatedProcess): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...parameters: unknown[]) => Promise<unknown>
        return (...parameters: unknown[]) => process.see(this.#ask(() => method.apply(target, parameters)))
      },
    })
  }

  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    const { random } = this.#time
    await this.#time.pass(this.#time.latency())
    if (this.isAway) {
      await this.#time.pass(random.between(10, 2_000))
      throw new Unavailable()
    }
    const answer = await question()
    if (this.losesAnswers > 0 && random.chance(this.losesAnswers)) throw new Unavailable()
    await this.#time.pass(this.#time.latency())
    return answer
  }

  /** A process that dies within a transaction rolls it back. */
  #recorded(unitOfWork: UnitOfWork, process: SimulatedProcess): UnitOfWork {
    return {
      run: async (work) => {
        const saved: Membership[] = []
        const result = await unitOfWork.run((stores) => {
          const save = async (places: readonly Membership[]) => {
            saved.push(...places)
            await stores.memberships.save(places)
          }
          return Promise.race([work({ ...stores, memberships: over(stores.memberships, { save }) }), process.died])
        })
        const at = this.#time.elapsed()
        for (const place of saved) {
          const { chatId, userId, seq, firstNumber } = place
          this.#places.push({ chatId, userId, seq, firstNumber, isActive: isActive(place), at })
        }
        this.onCommit(process)
        return result
      },
    }
  }

  #committed(process: SimulatedProcess, chatId: string, number: number): void {
    this.#committedAt.set(`${chatId} ${number}`, this.#time.elapsed())
    this.onCommit(process)
  }
}
