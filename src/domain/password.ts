import { ValidationFailed } from './errors.js'
import { codePoints, isStorable } from './text.js'

declare const brand: unique symbol

/** A password in NFC, so that it is the same one whatever keyboard composed it; nothing else is changed or cut. */
export type Password = string & { readonly [brand]: 'Password' }

export const minPasswordLength = 8
export const maxPasswordLength = 128
/** No password within the limits is longer than this before normalising, in UTF-16 units; what is, is refused unread. */
const maxRawLength = 2_048

/** The password as it is hashed and compared. */
export const normalisePassword = (text: string): Password => text.normalize('NFC') as Password

/** Says what is wrong with a password, or `null`. One that is only typed in, not chosen, may be of any length up to the limit. */
export function passwordProblem(text: string, minLength = minPasswordLength): string | null {
  if (text.length > maxRawLength) return `must have at most ${maxPasswordLength} characters`
  if (!isStorable(text)) return 'must not contain NUL or an unpaired surrogate'
  const length = codePoints(normalisePassword(text))
  if (length < minLength) return `must have at least ${minLength} characters`
  if (length > maxPasswordLength) return `must have at most ${maxPasswordLength} characters`
  return null
}

const shortestWord = 3
/** So many digits and signs beside somebody's name are still guessed. */
const guessedRest = 8

/** Whether nothing is in it but the words, and a few digits and signs: what is tried first by who knows its owner. */
export function isMadeOf(password: Password, words: readonly string[]): boolean {
  const parts = words.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)]).map((word) => word.toLowerCase())
  let rest = password.toLowerCase()
  for (const part of parts.sort((a, b) => b.length - a.length)) if (part.length >= shortestWord) rest = rest.replaceAll(part, '')
  return rest.length < password.length && rest.length <= guessedRest && !/\p{L}/u.test(rest)
}

const forwards = ['abcdefghijklmnopqrstuvwxyz', '01234567890', '!@#$%^&*()']
const rows = [...forwards, ...forwards.map((row) => [...row].reverse().join(''))]
const longestPiece = 4

/** Whether it is a short piece again and again, or a part of a row, such as `12341234` or `hgfedcba`: lists of common ones leave these out. */
export function isPattern(password: Password): boolean {
  const characters = Array.from(password.toLowerCase())
  const repeats = (length: number) => characters.every((character, at) => character === characters[at % length])
  return Array.from({ length: longestPiece }, (_, at) => at + 1).some(repeats) || rows.some((row) => row.includes(characters.join('')))
}

/** @throws ValidationFailed */
export function parsePassword(text: string, path = 'password'): Password {
  const message = passwordProblem(text)
  if (message !== null) throw new ValidationFailed([{ path, message }])
  return normalisePassword(text)
}
