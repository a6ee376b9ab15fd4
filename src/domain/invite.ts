import { TokenUsedOrExpired } from './errors.js'
import type { ChatId, UserId } from './ids.js'

/** A link that lets whoever has it into a group. */
export interface Invite {
  /** Random, 256 bits: who knows it was given it. */
  readonly code: string
  readonly chatId: ChatId
  readonly createdBy: UserId
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly maxUses: number | null
  readonly uses: number
  readonly revokedAt: Date | null
}

/** @throws TokenUsedOrExpired for one that was used up or revoked, or has expired. */
export function requireUsable({ expiresAt, maxUses, uses, revokedAt }: Invite, now: Date): void {
  const isOver = revokedAt !== null || (expiresAt !== null && now >= expiresAt) || (maxUses !== null && uses >= maxUses)
  if (isOver) throw new TokenUsedOrExpired('This invitation was used up or withdrawn, or has expired.')
}
