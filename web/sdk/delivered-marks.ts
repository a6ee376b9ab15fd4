import type { Api } from './api/api.js'
import { isPassing } from './problem.js'
import type { State } from './state.js'
import type { Store } from './store.js'

/** Milliseconds: what comes together is told together, and what is read at once need not be told at all. */
const pause = 1_000
const mostAtOnce = 100

export interface DeliveredMarksParts {
  readonly store: Store
  readonly deliver: Api['markDelivered']
  /** Of the tabs of a browser one is enough. */
  readonly isOurs: () => boolean
}

/** Tells the server how far messages have reached this browser, in private chats: there the other person is shown it. */
export class DeliveredMarks {
  readonly #parts: DeliveredMarksParts
  readonly #told = new Map<string, number>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: DeliveredMarksParts) {
    this.#parts = parts
  }

  /** Something may have come: it is looked at in a moment. */
  look(): void {
    this.#timer ??= setTimeout(() => void this.#tell(), pause)
  }

  forget(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#told.clear()
  }

  async #tell(): Promise<void> {
    this.#timer = undefined
    const { store, deliver, isOurs } = this.#parts
    const due = isOurs() ? untold(store.get(), this.#told) : []
    if (due.length === 0) return
    for (const { id, deliveredNumber } of due) this.#told.set(id, deliveredNumber)
    try {
      await deliver(due)
    } catch (error) {
      // Told again with the next news, unless the server would refuse it again: one of several is no reason for the others.
      if (isPassing(error)) for (const { id } of due) this.#told.delete(id)
      else if (due.length > 1) for (const one of due) await deliver([one]).catch(() => undefined)
    }
  }
}

const untold = ({ chats }: State, told: ReadonlyMap<string, number>) =>
  [...chats.values()]
    .filter(({ info, me }) => info.type === 'private' && info.messageCount > Math.max(me.deliveredNumber, told.get(info.id) ?? 0))
    .map(({ info }) => ({ id: info.id, deliveredNumber: info.messageCount }))
    .slice(0, mostAtOnce)
