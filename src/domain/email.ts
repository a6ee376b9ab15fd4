import { ValidationFailed } from './errors.js'

declare const brand: unique symbol

/** An address in its one canonical form: ASCII, trimmed, lower case. Two addresses are the same if these are. */
export type Email = string & { readonly [brand]: 'Email' }

export const maxEmailLength = 254

const shape = /^[!-?A-~]+@[!-?A-~]+$/

/**
 * Only ASCII: other letters fold to these in some programs and not in others, and a look-alike must never meet somebody's account.
 * @throws ValidationFailed
 */
export function parseEmail(text: string): Email {
  const trimmed = text.trim()
  if (trimmed.length > maxEmailLength || !shape.test(trimmed)) {
    throw new ValidationFailed([{ path: 'email', message: 'must be an e-mail address' }])
  }
  return trimmed.toLowerCase() as Email
}
