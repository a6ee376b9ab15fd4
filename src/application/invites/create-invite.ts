import { ValidationFailed } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { Invite } from '../../domain/invite.js'
import { requireGroup, requireRole } from '../../domain/membership.js'
import { lockForMember } from '../chats/lock-for-member.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'

export interface CreateInviteCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  /** How many may come in by it; `null`: as many as like. */
  readonly maxUses: number | null
  readonly expiresAt: Date | null
}

/** An admin or owner makes a link that lets people into a group. */
export class CreateInvite {
  readonly #work: UnitOfWork
  readonly #secrets: Pick<Secrets, 'random'>
  readonly #clock: Clock

  constructor(work: UnitOfWork, secrets: Pick<Secrets, 'random'>, clock: Clock) {
    this.#work = work
    this.#secrets = secrets
    this.#clock = clock
  }

  /** @throws NotFound for a chat the actor is not in, ValidationFailed for an end in the past, Conflict for a private chat, Forbidden below admin. */
  async execute({ actorId, chatId, maxUses, expiresAt }: CreateInviteCommand): Promise<Invite> {
    const createdAt = this.#clock.now()
    const code = this.#secrets.random()
    return this.#work.run(async (stores) => {
      const { chat, membership: actor } = await lockForMember(stores, chatId, actorId)
      if (expiresAt !== null && expiresAt <= createdAt)
        throw new ValidationFailed([{ path: 'expiresAt', message: 'must be in the future' }])
      requireGroup(chat)
      requireRole(actor, 'admin')
      const invite = { code, chatId, createdBy: actorId, createdAt, expiresAt, maxUses, uses: 0, revokedAt: null }
      await stores.invites.save(invite)
      return invite
    })
  }
}
