import { ValidationFailed } from '../../domain/errors.js'

/** A place in a list, opaque to everyone else. */
export const toCursor = (parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** @throws ValidationFailed unless it has as many parts as there are checks, and each passes its own. */
export function fromCursor(cursor: string, checks: readonly ((part: string) => boolean)[]): readonly string[] {
  const parts = parse(cursor)
  if (parts === null || parts.length !== checks.length || !checks.every((check, index) => check(parts[index] ?? ''))) {
    throw new ValidationFailed([{ path: 'cursor', message: 'must be one that this list answered' }])
  }
  return parts
}

function parse(cursor: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : null
  } catch {
    return null
  }
}

/** Splits rows read with one more than the limit into the page's own and whether there are more. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  placeOf: (row: Row) => readonly string[],
) {
  const own = rows.slice(0, limit)
  const last = own.at(-1)
  return { items: own.map(toItem), nextCursor: rows.length > limit && last !== undefined ? toCursor(placeOf(last)) : null }
}

export const isUuid = (part: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part)
/** Milliseconds since 1970, within what a Date can hold. */
export const isMilliseconds = (part: string): boolean => /^\d{1,15}$/.test(part)
