import type { MessageBroadcaster, Signal, SignalReceiver, Topic } from '../../../src/application/ports/message-broadcaster.js'
import type { Timers } from '../../../src/application/ports/timers.js'
import type { SimulatedProcess } from './process.js'
import type { SimulatedTime } from './time.js'

const patience = 500

/** What becomes of rooms' signals on their way to one node, beside what the links do. Nobody is told. */
export interface BusWeather {
  readonly lost: number
  readonly repeated: number
  readonly late: number
}

export const calm: BusWeather = { lost: 0, repeated: 0, late: 0 }

/** Redis Pub/Sub as nodes meet it: at most once, over links that break. A node whose link has broken learns of it, and so do the others. */
export class SimulatedRedis {
  weather: BusWeather = calm
  readonly #time: SimulatedTime
  readonly #ends = new Set<BusEnd>()

  constructor(time: SimulatedTime) {
    this.#time = time
  }

  end(process: SimulatedProcess): BusEnd {
    const end = new BusEnd(process, this.#time, this)
    this.#ends.add(end)
    void process.died.catch(() => this.#ends.delete(end))
    return end
  }

  othersThan(end: BusEnd): readonly BusEnd[] {
    return [...this.#ends].filter((other) => other !== end)
  }

  /** After how many milliseconds each copy of a signal arrives. */
  fateOf(signal: Signal): readonly number[] {
    const { random } = this.#time
    const { lost, repeated, late } = this.weather
    if (signal.kind !== 'room') return [0]
    if (random.chance(lost)) return []
    const delay = () => (random.chance(late) ? random.between(1, 1_200) : 0)
    return random.chance(repeated) ? [delay(), delay()] : [delay()]
  }
}

/** One node's end of the bus. */
export class BusEnd implements MessageBroadcaster {
  readonly #process: SimulatedProcess
  readonly #time: SimulatedTime
  readonly #timers: Timers
  readonly #redis: SimulatedRedis
  readonly #topics = new Set<Topic>()
  readonly #subscribed = new Set<Topic>()
  #receiver: SignalReceiver | null = null
  /** Counts the links: what was on one that broke is lost. */
  #link = 0
  #isUp = true
  #hasLost = false
  #lastSent = 0
  #lastHeard = 0

  constructor(process: SimulatedProcess, time: SimulatedTime, redis: SimulatedRedis) {
    this.#process = process
    this.#time = time
    this.#timers = process.timers(time)
    this.#redis = redis
  }

  attach(receiver: SignalReceiver): void {
    this.#receiver = receiver
  }

  async join(topic: Topic): Promise<void> {
    this.#topics.add(topic)
    const link = this.#link
    await this.#process.see(this.#time.pass(this.#isUp ? this.#time.latency() : patience))
    if (this.#isUp && link === this.#link && this.#topics.has(topic)) this.#subscribed.add(topic)
  }

  leave(topic: Topic): void {
    this.#topics.delete(topic)
    this.#subscribed.delete(topic)
  }

  broadcast(topic: Topic, signal: Signal): void {
    void this.#take(topic, signal)
    this.#publish((end) => end.#hear(topic, signal))
  }

  async command(topic: Topic, signal: Signal): Promise<boolean> {
    const own = this.#take(topic, signal)
    if (!this.#isUp) {
      this.#hasLost = true
      await own
      return false
    }
    return new Promise((resolve) => {
      const cancel = this.#timers.after(patience, () => resolve(false))
      const waiting: Promise<unknown>[] = [own]
      this.#publish(
        (end) => {
          if (end.#subscribed.has(topic)) waiting.push(new Promise<void>((taken) => end.#hear(topic, signal, taken)))
        },
        () =>
          void Promise.all(waiting).then(() => {
            cancel()
            resolve(true)
          }),
      )
    })
  }

  isHealthy(): boolean {
    return this.#isUp
  }

  async close(): Promise<void> {
    this.#topics.clear()
    this.#subscribed.clear()
  }

  /** Breaks the link for a while. */
  cut(milliseconds: number): void {
    this.#link += 1
    this.#isUp = false
    this.#subscribed.clear()
    const link = this.#link
    this.#time.after(milliseconds, () => {
      if (link === this.#link) this.#process.enter(() => this.#reconnect())
    })
  }

  #reconnect(): void {
    this.#isUp = true
    for (const topic of this.#topics) this.#subscribed.add(topic)
    if (this.#hasLost) this.#admitLoss()
    this.#receiver?.interrupted()
  }

  #admitLoss(): void {
    this.#hasLost = false
    this.#publish((end) => end.#arrive(() => end.#receiver?.interrupted()))
  }

  async #take(topic: Topic, signal: Signal): Promise<void> {
    if (this.#topics.has(topic)) await this.#receiver?.receive(signal).catch(() => undefined)
  }

  /** To Redis in the order of sending, and from there to every other node. `then` runs in Redis. */
  #publish(hand: (end: BusEnd) => void, then: () => void = () => undefined): void {
    if (!this.#isUp) {
      this.#hasLost = true
      return
    }
    const link = this.#link
    const { wait, at } = this.#inOrder(this.#lastSent)
    this.#lastSent = at
    this.#time.after(wait, () => {
      if (link === this.#link) {
        for (const end of this.#redis.othersThan(this)) hand(end)
        then()
      } else if (this.#isUp) this.#admitLoss()
      else this.#hasLost = true
    })
  }

  #hear(topic: Topic, signal: Signal, taken: () => void = () => undefined): void {
    if (!this.#subscribed.has(topic)) return
    for (const delay of this.#redis.fateOf(signal)) {
      const receive = () => void this.#take(topic, signal).then(taken)
      if (delay === 0) this.#arrive(receive)
      else this.#time.after(delay, () => this.#process.enter(receive))
    }
  }

  #arrive(task: () => void): void {
    const link = this.#link
    const { wait, at } = this.#inOrder(this.#lastHeard)
    this.#lastHeard = at
    this.#time.after(wait, () => {
      if (link === this.#link) this.#process.enter(task)
    })
  }

  #inOrder(last: number): { readonly wait: number; readonly at: number } {
    const now = this.#time.elapsed()
    const at = Math.max(last, now + this.#time.latency())
    return { wait: at - now, at }
  }
}
