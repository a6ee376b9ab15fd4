import { setImmediate } from 'node:timers/promises'
import { Unavailable } from '../../domain/errors.js'

export type Verdict<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'refused'; readonly error: Error }
  /** Somebody else holds what it needs. */
  | { readonly kind: 'busy' }

export interface GroupCommitOptions<Item, Result> {
  /**
   * Commits a batch at once and answers a verdict an item, in their order. Rejects only if nothing of the batch was kept, or, with Unavailable,
   * if that is not known. With `wait` it may wait for what somebody else holds.
   */
  readonly commit: (items: readonly Item[], wait: boolean) => Promise<readonly Verdict<Result>[]>
  /** Items of one lane keep their order. */
  readonly laneOf: (item: Item) => string
  /** Items a batch holds at most. */
  readonly width: number
  /** Items held at most; more are refused with Unavailable. */
  readonly capacity: number
  /** Lanes that may wait for somebody else at the same time, each on a connection. */
  readonly lanes: number
}

interface Entry<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
  wasBusy: boolean
}

/**
 * Commits what is waiting while the batch before it is on its way: its own clock, no timer, nothing added when idle. What is busy is tried again with the
 * next batch, and then goes to a lane that waits. All that follows of that lane goes after it, so that nothing waits for somebody else's lock but what needs it.
 */
export class GroupCommit<Item, Result> {
  readonly #options: GroupCommitOptions<Item, Result>
  readonly #lanes = new Map<string, Entry<Item, Result>[]>()
  /** Lanes in turn to be committed. */
  readonly #turns: string[] = []
  #queue: Entry<Item, Result>[] = []
  #held = 0
  #pumping = false
  #openLanes = 0

  constructor(options: GroupCommitOptions<Item, Result>) {
    this.#options = options
  }

  run(item: Item): Promise<Result> {
    if (this.#held >= this.#options.capacity) return Promise.reject(new Unavailable('Too much is waiting to be stored.'))
    this.#held += 1
    return new Promise<Result>((resolve, reject) => {
      this.#queue.push({ item, resolve, reject, wasBusy: false })
      if (!this.#pumping) void this.#pump()
    }).finally(() => {
      this.#held -= 1
    })
  }

  async #pump(): Promise<void> {
    this.#pumping = true
    // What else this turn of the event loop brings shares the first batch.
    await setImmediate()
    while (this.#queue.length > 0) {
      const batch = this.#take()
      if (batch.length === 0) continue
      // The embedded database takes no turn: those who were answered meanwhile would wait for all that are queued.
      const [busy] = await Promise.all([this.#commit(batch, false), setImmediate()])
      this.#askAgain(busy)
    }
    this.#pumping = false
  }

  #take(): Entry<Item, Result>[] {
    const taken = this.#queue.splice(0, this.#options.width)
    return taken.filter((entry) => {
      const lane = this.#lanes.get(this.#options.laneOf(entry.item))
      lane?.push(entry)
      return lane === undefined
    })
  }

  /** Most often another node holds it, for a batch of its own, and is done with that by the next one. What is still held then waits in a lane. */
  #askAgain(busy: readonly Entry<Item, Result>[]): void {
    this.#toLanes(busy.filter(({ wasBusy }) => wasBusy))
    const others = busy.filter(({ wasBusy }) => !wasBusy)
    for (const entry of others) entry.wasBusy = true
    this.#queue.unshift(...others)
  }

  #toLanes(busy: readonly Entry<Item, Result>[]): void {
    for (const entry of busy) {
      const key = this.#options.laneOf(entry.item)
      const lane = this.#lanes.get(key)
      if (lane !== undefined) lane.push(entry)
      else {
        this.#lanes.set(key, [entry])
        this.#turns.push(key)
      }
    }
    this.#openNext()
  }

  #openNext(): void {
    while (this.#openLanes < this.#options.lanes) {
      const key = this.#turns.shift()
      if (key === undefined) return
      this.#openLanes += 1
      void this.#serve(key, this.#lanes.get(key) ?? [])
    }
  }

  /** One batch, then the next lane's turn: a chat that is always busy must not keep the others from theirs. */
  async #serve(key: string, lane: Entry<Item, Result>[]): Promise<void> {
    lane.unshift(...(await this.#commit(lane.splice(0, this.#options.width), true)))
    if (lane.length > 0) this.#turns.push(key)
    else this.#lanes.delete(key)
    this.#openLanes -= 1
    this.#openNext()
  }

  /** Returns the busy in their order. Everybody else is answered, soon. Never rejects. */
  async #commit(batch: readonly Entry<Item, Result>[], wait: boolean): Promise<Entry<Item, Result>[]> {
    try {
      const verdicts = await this.#options.commit(
        batch.map((entry) => entry.item),
        wait,
      )
      void answer(batch, verdicts)
      return batch.filter((_, place) => verdicts[place]?.kind === 'busy')
    } catch (error) {
      if (batch.length > 1 && !(error instanceof Unavailable)) return await this.#commitOneByOne(batch, wait)
      for (const entry of batch) entry.reject(error)
      return []
    }
  }

  /** One of them cannot be stored: it alone must fail. */
  async #commitOneByOne(batch: readonly Entry<Item, Result>[], wait: boolean): Promise<Entry<Item, Result>[]> {
    const busy: Entry<Item, Result>[] = []
    const busyLanes = new Set<string>()
    for (const entry of batch) {
      const key = this.#options.laneOf(entry.item)
      const left = busyLanes.has(key) ? [entry] : await this.#commit([entry], wait)
      if (left.length > 0) busyLanes.add(key)
      busy.push(...left)
    }
    return busy
  }
}

/**
 * Answers all but the busy, once the next batch has been sent: what everybody does with their answers takes as long as the database does for a
 * batch, and neither is to wait for the other.
 */
async function answer<Item, Result>(batch: readonly Entry<Item, Result>[], verdicts: readonly Verdict<Result>[]): Promise<void> {
  await setImmediate()
  for (const [place, { resolve, reject }] of batch.entries()) {
    const verdict = verdicts[place]
    if (verdict === undefined) reject(new Error('The batch was answered in part.'))
    else if (verdict.kind === 'done') resolve(verdict.result)
    else if (verdict.kind === 'refused') reject(verdict.error)
  }
}
