import type { MessageBroadcaster, Topic } from '../ports/message-broadcaster.js'

/** Joins a topic while anybody on this node needs it. */
export class TopicHolds {
  readonly #broadcaster: MessageBroadcaster
  readonly #holds = new Map<Topic, { count: number; readonly joined: Promise<void> }>()

  constructor(broadcaster: MessageBroadcaster) {
    this.#broadcaster = broadcaster
  }

  /** Resolves once the topic's signals arrive here. Each hold needs a release, whether or not it was waited for. */
  hold(topic: Topic): Promise<void> {
    const known = this.#holds.get(topic)
    if (known) {
      known.count += 1
      return known.joined
    }
    const joined = this.#broadcaster.join(topic)
    this.#holds.set(topic, { count: 1, joined })
    return joined
  }

  release(topic: Topic): void {
    const known = this.#holds.get(topic)
    if (!known) return
    known.count -= 1
    if (known.count > 0) return
    this.#holds.delete(topic)
    this.#broadcaster.leave(topic)
  }
}
