import type { MessageBroadcaster, Signal, SignalReceiver, Topic } from '../../../src/application/ports/message-broadcaster.js'
import type { Timers } from '../../../src/application/ports/timers.js'

/** After how many milliseconds each copy of a signal arrives: none is a loss, two are a repeat. */
export type Fate = (signal: Signal) => readonly number[]

export const arrives: Fate = () => [0]
export const isLost: Fate = () => []

/** A node's end of a bus on whose way to the node signals are lost, repeated, delayed and so reordered. Nobody is told. */
export class LossyBus implements MessageBroadcaster {
  fate: Fate = arrives
  readonly #inner: MessageBroadcaster
  readonly #timers: Timers

  constructor(inner: MessageBroadcaster, timers: Timers) {
    this.#inner = inner
    this.#timers = timers
  }

  attach(receiver: SignalReceiver): void {
    const receive = async (signal: Signal): Promise<void> => {
      const delays = this.fate(signal)
      for (const delay of delays) if (delay > 0) this.#timers.after(delay, () => void receiver.receive(signal))
      for (const delay of delays) if (delay === 0) await receiver.receive(signal)
    }
    this.#inner.attach({ receive, interrupted: () => receiver.interrupted() })
  }

  join(topic: Topic): Promise<void> {
    return this.#inner.join(topic)
  }

  leave(topic: Topic): void {
    this.#inner.leave(topic)
  }

  broadcast(topic: Topic, signal: Signal): void {
    this.#inner.broadcast(topic, signal)
  }

  command(topic: Topic, signal: Signal): Promise<boolean> {
    return this.#inner.command(topic, signal)
  }

  isHealthy(): boolean {
    return this.#inner.isHealthy()
  }

  close(): Promise<void> {
    return this.#inner.close()
  }
}
