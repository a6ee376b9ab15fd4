import { NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { InstanceAdmins } from '../ports/instance-admins.js'
import type { UserDirectory } from '../ports/user-directory.js'
import { requireInstanceAdmin } from './require-instance-admin.js'

export interface AppointAdminCommand {
  readonly actorId: UserId
  readonly userId: UserId
  /** `false` takes the appointment back. */
  readonly appointed: boolean
}

/** Makes somebody an admin of the installation, or no longer. */
export class AppointAdmin {
  readonly #admins: InstanceAdmins
  readonly #users: UserDirectory
  readonly #clock: Clock

  constructor(admins: InstanceAdmins, users: UserDirectory, clock: Clock) {
    this.#admins = admins
    this.#users = users
    this.#clock = clock
  }

  /** @throws Forbidden for anybody but an admin of the installation, NotFound for a user there is not. */
  async execute({ actorId, userId, appointed }: AppointAdminCommand): Promise<void> {
    await requireInstanceAdmin(this.#admins, actorId)
    const [user] = await this.#users.findMany([userId])
    if (!user) throw new NotFound('user')
    if (appointed) await this.#admins.appoint(userId, actorId, this.#clock.now())
    else await this.#admins.dismiss(userId)
  }
}
