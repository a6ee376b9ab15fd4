import type { UserId } from '../../domain/ids.js'

/** Who keeps order on the whole installation. Asked anew each time: no token says so. */
export interface InstanceAdmins {
  /** [IA1] Those appointed, and those whom the settings name. */
  includes(userId: UserId): Promise<boolean>
  /** [IA2] Repeating it is harmless. */
  appoint(userId: UserId, by: UserId, at: Date): Promise<void>
  /** [IA3] Only an appointment can be taken back, not what the settings say. Repeating it is harmless. */
  dismiss(userId: UserId): Promise<void>
}
