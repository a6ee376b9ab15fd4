import { NotFound, ValidationFailed } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { isErased } from '../../domain/user.js'
import type { Blocks } from '../ports/blocks.js'
import type { Clock } from '../ports/clock.js'
import type { UserDirectory } from '../ports/user-directory.js'

export interface BlockUserCommand {
  readonly userId: UserId
  readonly blockedId: UserId
}

/** The caller wants to hear nothing more of somebody. Nobody is told. */
export class BlockUser {
  readonly #blocks: Blocks
  readonly #users: UserDirectory
  readonly #clock: Clock

  constructor(blocks: Blocks, users: UserDirectory, clock: Clock) {
    this.#blocks = blocks
    this.#users = users
    this.#clock = clock
  }

  /** @throws NotFound for a user there is not, ValidationFailed for oneself. */
  async execute({ userId, blockedId }: BlockUserCommand): Promise<void> {
    const [user] = await this.#users.findMany([blockedId])
    if (!user || isErased(user)) throw new NotFound('user')
    if (userId === blockedId) throw new ValidationFailed([{ path: 'userId', message: 'must be somebody else' }])
    await this.#blocks.block(userId, blockedId, this.#clock.now())
  }
}
