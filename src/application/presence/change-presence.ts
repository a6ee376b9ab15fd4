import type { UserId } from '../../domain/ids.js'
import type { PresenceSettings } from '../../domain/presence.js'
import type { Clock } from '../ports/clock.js'
import type { PresenceDirectory } from '../ports/presence-directory.js'
import type { PresenceLeases } from '../ports/presence-leases.js'
import type { PresenceAnnouncer } from './presence-announcer.js'

export interface ChangePresenceCommand {
  readonly userId: UserId
  readonly settings: Partial<PresenceSettings>
  /** Holds until it is taken back, or the user has been offline. */
  readonly away?: boolean
}

export interface OwnPresence extends PresenceSettings {
  readonly away: boolean
}

/** What the caller lets be seen of them, and whether they are away. The people they know are told of what they can see of it. */
export class ChangePresence {
  readonly #directory: PresenceDirectory
  readonly #leases: PresenceLeases
  readonly #announcer: PresenceAnnouncer
  readonly #clock: Clock

  constructor(directory: PresenceDirectory, leases: PresenceLeases, announcer: PresenceAnnouncer, clock: Clock) {
    this.#directory = directory
    this.#leases = leases
    this.#announcer = announcer
    this.#clock = clock
  }

  async execute({ userId, settings, away }: ChangePresenceCommand): Promise<OwnPresence> {
    const held = await this.#directory.change(userId, settings, this.#clock.now())
    const moved = away === undefined ? false : await this.#leases.setAway(userId, away)
    const status = (await this.#leases.statusesOf([userId])).get(userId)
    if (status && settings.visibility !== undefined) await this.#announcer.announceOne(userId, status)
    else if (status && moved) await this.#announcer.announce(new Map([[userId, status]]))
    return { ...held, away: status === 'away' }
  }
}
