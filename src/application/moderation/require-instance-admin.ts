import { Forbidden } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { InstanceAdmins } from '../ports/instance-admins.js'

/** @throws Forbidden for anybody else. */
export async function requireInstanceAdmin(admins: InstanceAdmins, userId: UserId): Promise<void> {
  if (!(await admins.includes(userId))) throw new Forbidden('Only an admin of this installation may do that.')
}
