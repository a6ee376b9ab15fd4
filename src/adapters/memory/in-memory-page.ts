import type { Page, PageRequest } from '../../application/ports/page.js'
import { ValidationFailed } from '../../domain/errors.js'

export interface Order<Item> {
  /** Where an item stands: no two items stand in the same place. Parts are compared by code point, the first that differs decides. */
  readonly placeOf: (item: Item) => readonly string[]
  /** What each part of a place looks like: anything else is no cursor of this list. */
  readonly shape: readonly RegExp[]
  readonly descending?: boolean
}

/** A time as a part of a place: as text in the order of time. */
export const timePart = (time: Date): string => String(time.getTime()).padStart(16, '0')
export const timeShape = /^\d{16}$/
export const idShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** @throws ValidationFailed for a cursor that this order did not make. */
export function pageOf<Item>(items: Iterable<Item>, order: Order<Item>, request: PageRequest): Page<Item> {
  const sign = order.descending === true ? -1 : 1
  const compare = (a: readonly string[], b: readonly string[]) => sign * comparePlaces(a, b)
  const after = request.cursor === null ? null : parse(request.cursor, order.shape)
  const rest = [...items]
    .filter((item) => after === null || compare(order.placeOf(item), after) > 0)
    .sort((a, b) => compare(order.placeOf(a), order.placeOf(b)))
  const own = rest.slice(0, request.limit)
  const last = own.at(-1)
  const more = rest.length > own.length && last !== undefined
  return { items: own, nextCursor: more ? Buffer.from(JSON.stringify(order.placeOf(last))).toString('base64url') : null }
}

function comparePlaces(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    // The order of UTF-8's bytes is that of code points; that of a string's own units is not.
    const order = Buffer.compare(Buffer.from(part), Buffer.from(b[index] ?? ''))
    if (order !== 0) return order
  }
  return 0
}

export function parse(cursor: string, shape: readonly RegExp[]): readonly string[] {
  const parts = read(cursor)
  if (parts.length === shape.length && shape.every((pattern, index) => pattern.test(parts[index] ?? ''))) return parts
  throw new ValidationFailed([{ path: 'cursor', message: 'must be one that this list answered' }])
}

function read(cursor: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : []
  } catch {
    return []
  }
}
