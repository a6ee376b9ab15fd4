import type { DomainEvent } from '../../domain/events.js'

/** Where use cases announce what happened, after the commit. */
export interface EventPublisher {
  /** [EP1] Hands over and returns at once: never throws, never waits for a network. [EP2] Events of one call go out in their order. */
  publish(...events: readonly DomainEvent[]): void
}
