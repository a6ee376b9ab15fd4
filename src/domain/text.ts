import { ValidationFailed } from './errors.js'

export const maxTextLength = 4_000

const invisible = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Surrogate}\p{Unassigned}\p{Mark}\u2800]*$/u
const bidiControl = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const loneSurrogate = /\p{Surrogate}/u

/** Counts code points: what a person would call characters, near enough, and the same in PostgreSQL. */
export const codePoints = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** Whether PostgreSQL can hold the text exactly: it takes no NUL and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes('\0') && !loneSurrogate.test(text)

/** Whether somebody would see anything: white space, marks alone and zero-width characters do not count. */
export const isVisible = (text: string): boolean => !invisible.test(text)

/** Says what is wrong with the text of a message, or `null`. The text is never changed. */
export function messageTextProblem(text: string): string | null {
  if (!isStorable(text)) return 'must not contain NUL or an unpaired surrogate'
  if (!isVisible(text)) return 'must contain at least one visible character'
  if (text.length > maxTextLength && codePoints(text) > maxTextLength) return `must have at most ${maxTextLength} characters`
  return null
}

/** Says what is wrong with a name that is shown beside others' (a display name, a title, a topic), or `null`. */
export function labelProblem(label: string, maxLength: number): string | null {
  if (!isStorable(label)) return 'must not contain NUL or an unpaired surrogate'
  if (bidiControl.test(label)) return 'must not contain characters that change the writing direction'
  if (/\p{Control}/u.test(label)) return 'must not contain control characters'
  if (!isVisible(label)) return 'must contain at least one visible character'
  if (codePoints(label) > maxLength) return `must have at most ${maxLength} characters`
  return null
}

/** The label as it is: nothing is trimmed or changed. @throws ValidationFailed */
export function parseLabel(label: string, maxLength: number, path: string): string {
  const message = labelProblem(label, maxLength)
  if (message !== null) throw new ValidationFailed([{ path, message }])
  return label
}
