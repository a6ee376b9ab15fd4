import { Forbidden } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { Stores } from '../ports/unit-of-work.js'

/**
 * For bringing people together. Which of them blocked the other is not said.
 * @throws Forbidden if a block stands between the user and one of the others.
 */
export async function requireUnblocked({ blocks }: Pick<Stores, 'blocks'>, userId: UserId, others: readonly UserId[]): Promise<void> {
  if ((await blocks.between(userId, others)).size > 0) throw new Forbidden('A block stands between you and this person.')
}
