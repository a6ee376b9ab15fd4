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

/** Somebody may be let into a group while they leave the others; more often than this it is on purpose. */
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

  /** @throws InvalidCredentials; Unavailable, having left some groups perhaps */
  async execute({ userId, password }: DeleteAccountCommand): Promise<void> {
    await this.#check.again(userId, password)
    for (let round = 0; round < rounds; round += 1) {
      await this.#departure.leaveAll(userId)
      const ended = await this.#eraser.erase(userId, erasedNames(this.#secrets.random()))
      if (ended !== null) return ended.length > 0 ? this.#live.endSessions(userId, ended) : undefined
    }
    throw new Unavailable('The account is being added to groups at this moment.')
  }
}
