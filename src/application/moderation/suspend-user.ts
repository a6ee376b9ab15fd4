import { Conflict, NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { InstanceAdmins } from '../ports/instance-admins.js'
import type { LiveConnections } from '../ports/live-connections.js'
import type { Suspensions } from '../ports/suspensions.js'
import { requireInstanceAdmin } from './require-instance-admin.js'

export interface SuspendUserCommand {
  readonly actorId: UserId
  readonly userId: UserId
  /** `false` lifts the suspension. */
  readonly suspended: boolean
}

/** Keeps somebody out of the whole installation, at once and on every node; or lets them in again. */
export class SuspendUser {
  readonly #suspensions: Suspensions
  readonly #admins: InstanceAdmins
  readonly #live: LiveConnections
  readonly #clock: Clock

  constructor(suspensions: Suspensions, admins: InstanceAdmins, live: LiveConnections, clock: Clock) {
    this.#suspensions = suspensions
    this.#admins = admins
    this.#live = live
    this.#clock = clock
  }

  /** @throws Forbidden for anybody but an admin of the installation, NotFound without an account, Conflict for an admin. */
  async execute({ actorId, userId, suspended }: SuspendUserCommand): Promise<void> {
    await requireInstanceAdmin(this.#admins, actorId)
    if (suspended) return this.#suspend(userId)
    if (!(await this.#suspensions.lift(userId))) throw new NotFound('user')
  }

  async #suspend(userId: UserId): Promise<void> {
    if (await this.#admins.includes(userId)) throw new Conflict('An admin of this installation cannot be suspended.')
    const ended = await this.#suspensions.suspend(userId, this.#clock.now())
    if (!ended) throw new NotFound('user')
    await this.#live.endSessions(userId, ended)
  }
}
