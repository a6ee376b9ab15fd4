import type { MessageBroadcaster, Signal, SignalReceiver, Topic } from '../../application/ports/message-broadcaster.js'
import type { Timers } from '../../application/ports/timers.js'

/** Milliseconds for which a command waits for the nodes. */
const patience = 500

/** The bus of nodes that share a process: of the one node of an installation without Redis, or of several in tests and simulations. */
export class InProcessBus {
  readonly #timers: Timers
  readonly #nodes = new Set<InMemoryBroadcaster>()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** A node's end of the bus. */
  node(): InMemoryBroadcaster {
    const node = new InMemoryBroadcaster(this.#nodes, this.#timers)
    this.#nodes.add(node)
    return node
  }
}

/** One node's end of an in-process bus: hands signals over at once, and loses none. */
export class InMemoryBroadcaster implements MessageBroadcaster {
  readonly #nodes: Set<InMemoryBroadcaster>
  readonly #timers: Timers
  readonly #topics = new Set<Topic>()
  #receiver: SignalReceiver | null = null

  /** Made by `InProcessBus.node()`. */
  constructor(nodes: Set<InMemoryBroadcaster>, timers: Timers) {
    this.#nodes = nodes
    this.#timers = timers
  }

  broadcast(topic: Topic, signal: Signal): void {
    void Promise.allSettled(this.#hand(topic, signal))
  }

  command(topic: Topic, signal: Signal): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#timers.after(patience, () => resolve(false))
      void Promise.allSettled(this.#hand(topic, signal)).then((taken) => {
        cancel()
        resolve(taken.every(({ status }) => status === 'fulfilled'))
      })
    })
  }

  async join(topic: Topic): Promise<void> {
    this.#topics.add(topic)
  }

  leave(topic: Topic): void {
    this.#topics.delete(topic)
  }

  attach(receiver: SignalReceiver): void {
    this.#receiver = receiver
  }

  isHealthy(): boolean {
    return true
  }

  async close(): Promise<void> {
    this.#nodes.delete(this)
    this.#topics.clear()
  }

  /** To this node first, then to the others in the order in which they came. */
  #hand(topic: Topic, signal: Signal): Promise<void>[] {
    const others = [...this.#nodes].filter((node) => node !== this)
    return [this, ...others].flatMap((node) => node.#take(topic, signal))
  }

  #take(topic: Topic, signal: Signal): Promise<void>[] {
    if (!this.#receiver || !this.#topics.has(topic)) return []
    return [this.#receiver.receive(signal)]
  }
}
