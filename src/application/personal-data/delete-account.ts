import { Unavailable } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { erasedNames } from '../../domain/user.js'
import type { PasswordCheck } from '../credentials/password-check.js'
import type { AccountEraser } from '../ports/account-eraser.js'
import type { LiveConnections } from '../ports/live-connections.js'
import type { Secrets } from '../ports/secrets.js'
import type { GroupDeparture } from './group-departure.js'

export interface DeleteAccountCommand {
  readonly userId: UserId
  readonly password: string
}

/** A list that moves while it is read can miss a group. */
const rounds = 5

/** Erases the caller. Their messages stay readable for the others, by somebody without a name. */
export class DeleteAccount {
  readonly #check: PasswordCheck
  readonly #departure: GroupDeparture
  readonly #eraser: AccountEraser
  readonly #live: LiveConnections
  readonly #secrets: Secrets

  constructor(check: PasswordCheck, departure: GroupDeparture, eraser: AccountEraser, live: LiveConnections, secrets: Secrets) {
    this.#check = check
    this.#departure = departure
    this.#eraser = eraser
    this.#live = live
    this.#secrets = secrets
  }

  /** @throws InvalidCredentials; Unavailable, having lost their names and left some groups perhaps */
  async execute({ userId, password }: DeleteAccountCommand): Promise<void> {
    await this.#check.again(userId, password)
    const names = erasedNames(this.#secrets.random())
    // First, or who lets them in again and again would keep them.
    await this.#eraser.hide(userId, names)
    for (let round = 0; round < rounds; round += 1) {
      await this.#departure.leaveAll(userId)
      const ended = await this.#eraser.erase(userId, names)
      if (ended === null) continue
      if (ended.length > 0) await this.#live.endSessions(userId, ended)
      return
    }
    throw new Unavailable('The account could not leave its groups.')
  }
}
