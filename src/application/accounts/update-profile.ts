import type { Profile } from '../../domain/account.js'
import { NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { parseDisplayName, parseHandle } from '../../domain/user.js'
import type { ProfileRepository } from '../ports/profile-repository.js'
import type { PresenceAnnouncer } from '../presence/presence-announcer.js'

export interface UpdateProfileCommand {
  readonly userId: UserId
  readonly displayName?: string | undefined
  readonly handle?: string | undefined
}

/** Changes what somebody is called; whoever shares a chat with them is told. */
export class UpdateProfile {
  readonly #profiles: ProfileRepository
  readonly #announcer: Pick<PresenceAnnouncer, 'announceProfile'>

  constructor(profiles: ProfileRepository, announcer: Pick<PresenceAnnouncer, 'announceProfile'>) {
    this.#profiles = profiles
    this.#announcer = announcer
  }

  /** @throws ValidationFailed, HandleTaken, NotFound */
  async execute({ userId, displayName, handle }: UpdateProfileCommand): Promise<Profile> {
    const changes = {
      ...(displayName === undefined ? {} : { displayName: parseDisplayName(displayName) }),
      ...(handle === undefined ? {} : { handle: parseHandle(handle) }),
    }
    const profile = await this.#profiles.update(userId, changes)
    if (profile === null) throw new NotFound('user')
    // It is changed, whether anybody can be told of it or not.
    await this.#announcer.announceProfile(profile.user).catch(() => undefined)
    return profile
  }
}
