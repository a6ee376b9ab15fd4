import type { UserId } from './ids.js'

/** What anybody may see of a person. */
export interface User {
  readonly id: UserId
  readonly handle: string
  readonly displayName: string
  readonly avatarUrl: string | null
  readonly createdAt: Date
}

const handlePattern = /^[a-z0-9_]{3,32}$/

const reservedHandles: ReadonlySet<string> = new Set([
  'admin',
  'administrator',
  'all',
  'anonymous',
  'channel',
  'chat',
  'deleted',
  'everyone',
  'group',
  'help',
  'here',
  'me',
  'moderator',
  'nobody',
  'null',
  'official',
  'parley',
  'postmaster',
  'root',
  'room',
  'security',
  'staff',
  'support',
  'system',
  'undefined',
  'user',
  'webmaster',
])

export const isHandle = (handle: string): boolean => handlePattern.test(handle)

/** Names that would be taken for the service, or that address a whole chat. */
export const isReservedHandle = (handle: string): boolean => reservedHandles.has(handle)
