import type { Profile } from '../../domain/account.js'
import { NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { parseDisplayName, parseHandle } from '../../domain/user.js'
import type { ProfileRepository } from '../ports/profile-repository.js'

export interface UpdateProfileCommand {
  readonly userId: UserId
  readonly displayName?: string | undefined
  readonly handle?: string | undefined
}

export class UpdateProfile {
  readonly #profiles: ProfileRepository

  constructor(profiles: ProfileRepository) {
    this.#profiles = profiles
  }

  /** @throws ValidationFailed, HandleTaken, NotFound */
  async execute({ userId, displayName, handle }: UpdateProfileCommand): Promise<Profile> {
    const changes = {
      ...(displayName === undefined ? {} : { displayName: parseDisplayName(displayName) }),
      ...(handle === undefined ? {} : { handle: parseHandle(handle) }),
    }
    const profile = await this.#profiles.update(userId, changes)
    if (profile === null) throw new NotFound('user')
    return profile
  }
}
