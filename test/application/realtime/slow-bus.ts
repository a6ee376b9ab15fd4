import type { MessageBroadcaster, Signal, SignalReceiver, Topic } from '../../../src/application/ports/message-broadcaster.js'

/** A node's end of a bus, with what it has joined in view, and joins that last until they are let through. */
export class SlowBus implements MessageBroadcaster {
  readonly joined = new Set<Topic>()
  slow = false
  readonly #inner: MessageBroadcaster
  readonly #waiting: (() => void)[] = []

  constructor(inner: MessageBroadcaster) {
    this.#inner = inner
  }

  async join(topic: Topic): Promise<void> {
    this.joined.add(topic)
    if (this.slow) await new Promise<void>((resolve) => void this.#waiting.push(resolve))
    if (this.joined.has(topic)) await this.#inner.join(topic)
  }

  letThrough(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  leave(topic: Topic): void {
    this.joined.delete(topic)
    this.#inner.leave(topic)
  }

  broadcast(topic: Topic, signal: Signal): void {
    this.#inner.broadcast(topic, signal)
  }

  command(topic: Topic, signal: Signal): Promise<boolean> {
    return this.#inner.command(topic, signal)
  }

  attach(receiver: SignalReceiver): void {
    this.#inner.attach(receiver)
  }

  isHealthy(): boolean {
    return this.#inner.isHealthy()
  }

  close(): Promise<void> {
    return this.#inner.close()
  }
}
