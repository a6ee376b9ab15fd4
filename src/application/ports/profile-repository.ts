import type { Profile } from '../../domain/account.js'
import type { UserId } from '../../domain/ids.js'

export interface ProfileChanges {
  readonly displayName?: string
  readonly handle?: string
}

export interface ProfileRepository {
  /** [PF1] */
  find(userId: UserId): Promise<Profile | null>
  /** [PF2] Stores what is given and nothing else; the profile after it, `null` if there is no such user. [PF3] Throws HandleTaken if another user has the handle. */
  update(userId: UserId, changes: ProfileChanges): Promise<Profile | null>
}
