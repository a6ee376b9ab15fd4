import type { UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'
import type { Page, PageRequest } from './page.js'

/** Who there is. An embedder with users of their own supplies this one. */
export interface UserDirectory {
  /** [UD1] Those of the given users that exist, in no particular order; an unknown id is left out. */
  findMany(ids: readonly UserId[]): Promise<readonly User[]>
  /** [UD2] Users whose handle or display name begins so, letter case aside; `%` and `_` mean themselves. Ordered by handle. [UD3] Somebody who was erased is found by their id only. */
  search(prefix: string, page: PageRequest): Promise<Page<User>>
}
