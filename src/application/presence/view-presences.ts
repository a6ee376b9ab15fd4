import type { UserId } from '../../domain/ids.js'
import { type Presence, presenceOf } from '../../domain/presence.js'
import type { PresenceDirectory } from '../ports/presence-directory.js'
import type { PresenceLeases } from '../ports/presence-leases.js'

export interface ViewPresencesCommand {
  readonly viewerId: UserId
  readonly userIds: readonly UserId[]
}

/** How the people whom the viewer knows are; of others nothing is told, not even that they exist. */
export class ViewPresences {
  readonly #directory: PresenceDirectory
  readonly #leases: PresenceLeases

  constructor(directory: PresenceDirectory, leases: PresenceLeases) {
    this.#directory = directory
    this.#leases = leases
  }

  async execute({ viewerId, userIds }: ViewPresencesCommand): Promise<readonly Presence[]> {
    const profiles = await this.#directory.knownTo(viewerId, userIds)
    const statuses = await this.#leases.statusesOf(profiles.map(({ userId }) => userId))
    return profiles.map((profile) => presenceOf(profile, statuses.get(profile.userId) ?? 'offline'))
  }
}
