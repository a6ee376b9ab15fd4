import type { InstanceAdmins } from '../../application/ports/instance-admins.js'
import type { UserId } from '../../domain/ids.js'

export class InMemoryInstanceAdmins implements InstanceAdmins {
  readonly #named: ReadonlySet<UserId>
  readonly #appointed = new Set<UserId>()

  /** `named` are admins whatever is appointed. */
  constructor(named: Iterable<UserId> = []) {
    this.#named = new Set(named)
  }

  async includes(userId: UserId): Promise<boolean> {
    return this.#named.has(userId) || this.#appointed.has(userId)
  }

  async appoint(userId: UserId): Promise<void> {
    this.#appointed.add(userId)
  }

  async dismiss(userId: UserId): Promise<void> {
    this.#appointed.delete(userId)
  }
}
