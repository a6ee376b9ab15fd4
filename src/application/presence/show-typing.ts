import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { PresenceDirectory } from '../ports/presence-directory.js'
import type { RateLimiter } from '../ports/rate-limiter.js'

export interface ShowTypingCommand {
  readonly userId: UserId
  readonly chatId: ChatId
}

/** One event a user and chat in so many seconds, on all nodes together; it is good for twice as long, so that who goes on typing does not flicker. */
const limit = { name: 'typing', points: 1, seconds: 3 }
const shownFor = 6_000
/** Who is hidden from more people than can be named is not shown to write. */
const mostHidden = 2_500

/** Lets the others in a chat see that somebody is writing. Nothing of it is kept. */
export class ShowTyping {
  readonly #directory: PresenceDirectory
  readonly #limiter: RateLimiter
  readonly #events: EventPublisher
  readonly #clock: Clock

  constructor(directory: PresenceDirectory, limiter: RateLimiter, events: EventPublisher, clock: Clock) {
    this.#directory = directory
    this.#limiter = limiter
    this.#events = events
    this.#clock = clock
  }

  /** @throws NotFound for a chat one is not in. */
  async execute({ userId, chatId }: ShowTypingCommand): Promise<void> {
    const sight = await this.#directory.sightIn(chatId, userId)
    if (!sight) throw new NotFound('chat')
    if (!sight.isSeen || sight.hiddenFrom.length > mostHidden || !(await this.#limiter.take(limit, `${chatId} ${userId}`)).allowed) return
    const { membersSeq, hiddenFrom } = sight
    const expiresAt = new Date(this.#clock.now().getTime() + shownFor)
    this.#events.publish({ type: 'typing', chatId, userId, membersSeq, expiresAt, hiddenFrom })
  }
}
