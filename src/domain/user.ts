import { HandleTaken, ValidationFailed } from './errors.js'
import type { UserId } from './ids.js'
import { parseLabel } from './text.js'

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

export const handleRule = 'must have 3 to 32 of the characters a-z, 0-9 and _'

export const maxDisplayNameLength = 64

/** Names that would be taken for the service, or that address a whole chat. */
const isReservedHandle = (handle: string): boolean => reservedHandles.has(handle) || handle.startsWith(erasedPrefix)

/** A handle that somebody may ask for. @throws ValidationFailed; HandleTaken for one that is reserved */
export function parseHandle(text: string): string {
  if (!isHandle(text)) throw new ValidationFailed([{ path: 'handle', message: handleRule }])
  if (isReservedHandle(text)) throw new HandleTaken()
  return text
}

/** @throws ValidationFailed */
export const parseDisplayName = (text: string): string => parseLabel(text, maxDisplayNameLength, 'displayName')

const erasedPrefix = 'deleted_'
const erasedName = 'Deleted user'

/** What is left of somebody who had their account deleted: the author of their messages. `random` is base64url. */
export function erasedNames(random: string): Pick<User, 'handle' | 'displayName'> {
  const suffix = random
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 24)
  return { handle: `${erasedPrefix}${suffix}`, displayName: erasedName }
}

/** Nobody is there any more: they cannot be written to, added or found. */
export const isErased = ({ handle }: Pick<User, 'handle'>): boolean => handle.startsWith(erasedPrefix)
