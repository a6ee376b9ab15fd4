import type { UserId } from './ids.js'

/** How somebody with a socket is; whoever has none is offline. */
export type LiveStatus = 'online' | 'away'
export type PresenceStatus = LiveStatus | 'offline'

/** What somebody lets the people they know see of them. */
export interface PresenceSettings {
  /** `nobody`: always offline to others. */
  readonly visibility: 'everyone' | 'nobody'
  /** Whether others may see when somebody was here last: only by consent. */
  readonly lastSeen: boolean
}

export const defaultPresenceSettings: PresenceSettings = { visibility: 'everyone', lastSeen: false }

/** Somebody as their presence is kept: the moment they were last here, while they let it be seen that they are. */
export interface PresenceProfile extends PresenceSettings {
  readonly userId: UserId
  readonly lastSeenAt: Date | null
}

/** Somebody as others see them. */
export interface Presence {
  readonly userId: UserId
  readonly status: PresenceStatus
  readonly lastSeenAt: Date | null
}

/** Who is here now was last seen now: only of those who are not is a time told. */
export function presenceOf({ userId, visibility, lastSeen, lastSeenAt }: PresenceProfile, status: PresenceStatus): Presence {
  const shown = visibility === 'everyone' ? status : 'offline'
  return { userId, status: shown, lastSeenAt: lastSeen && shown === 'offline' ? lastSeenAt : null }
}
