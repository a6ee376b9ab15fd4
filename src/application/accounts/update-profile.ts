import type { Profile } from '../../domain/account.js'
import { HandleTaken, NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { isReservedHandle } from '../../domain/user.js'
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

  /** @throws HandleTaken, NotFound */
  async execute({ userId, displayName, handle }: UpdateProfileCommand): Promise<Profile> {
    if (handle !== undefined && isReservedHandle(handle)) throw new HandleTaken()
    const changes = { ...(displayName === undefined ? {} : { displayName }), ...(handle === undefined ? {} : { handle }) }
    const profile = await this.#profiles.update(userId, changes)
    if (profile === null) throw new NotFound('user')
    return profile
  }
}
