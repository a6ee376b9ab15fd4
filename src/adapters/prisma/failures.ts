import { DomainError, Unavailable } from '../../domain/errors.js'
import { Prisma } from '../../generated/prisma/client.js'

/** Prisma: cannot reach, timed out, closed the connection, pool timeout, transaction could not start or was closed. */
const unavailableCodes: ReadonlySet<string> = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
])

/**
 * SQLSTATE classes: 08 connection, 53 resources, 57 operator intervention (shutdown, statement timeout), 58 system; and lock timeout,
 * read-only (an old primary), transaction timeout, idle session timeout.
 */
const unavailableState = /^(?:08|53|57|58)|^(?:55P03|25006|25P03|25P04)$/

const unavailableText =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|not queryable|Can't reach database server|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|after calling end on the pool|PGlite is clos/

/** What the driver calls a server that cannot be reached, or was lost. */
const unavailableKinds: ReadonlySet<unknown> = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionAlreadyClosed',
])

/** SQLSTATE of deadlock and serialization failure: the same work may succeed when run again. */
const retryableState: ReadonlySet<string> = new Set(['40001', '40P01'])

/** What the driver said, as far as it is there: Prisma wraps it in one or two layers that differ by operation. */
function stateOf(error: unknown): string | undefined {
  for (const layer of layersOf(error)) {
    const state = layer['originalCode'] ?? layer['code']
    if (typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state) && !/^P[12]\d{3}$/.test(state)) return state
  }
  return undefined
}

function* layersOf(error: unknown): Generator<Record<string, unknown>> {
  let layers: unknown[] = [error]
  for (let depth = 0; depth < 6 && layers.length > 0; depth += 1) {
    const next: unknown[] = []
    for (const layer of layers) {
      if (typeof layer !== 'object' || layer === null) continue
      const record = layer as Record<string, unknown>
      yield record
      next.push(record['cause'], record['meta'], record['driverAdapterError'])
    }
    layers = next
  }
}

export function isUniqueViolation(error: unknown): boolean {
  return (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') || stateOf(error) === '23505'
}

/** Whether a row refers to one that is not there. */
export function isMissingReference(error: unknown): boolean {
  return (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003') || stateOf(error) === '23503'
}

/** Whether running the same transaction again may succeed: it lost against another one. */
export function isLostRace(error: unknown): boolean {
  for (const { code } of layersOf(error)) if (code === 'P2034') return true
  const state = stateOf(error)
  return state !== undefined && retryableState.has(state)
}

function isOutage(error: unknown): boolean {
  if (error instanceof DomainError) return false
  if (error instanceof Prisma.PrismaClientInitializationError || error instanceof Prisma.PrismaClientRustPanicError) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError && unavailableCodes.has(error.code)) return true
  const state = stateOf(error)
  if (state !== undefined) return unavailableState.test(state)
  for (const { kind, message } of layersOf(error)) {
    if (unavailableKinds.has(kind) || (typeof message === 'string' && unavailableText.test(message))) return true
  }
  return false
}

/** Whether a transaction would have left a group of people without an owner: a deferred trigger refuses its commit. */
export function isOwnerless(error: unknown): boolean {
  for (const { message } of layersOf(error)) {
    if (typeof message === 'string' && message.includes('would be left without an owner')) return true
  }
  return false
}

/** A database that is away, full, stopping or too slow, or a race that was lost, becomes Unavailable; everything else stays what it is. */
export function translate(error: unknown): unknown {
  if (!(error instanceof DomainError) && isLostRace(error)) return new Unavailable('Others are changing the same.', { cause: error })
  return isOutage(error) ? new Unavailable('The database did not answer in time.', { cause: error }) : error
}

/** What it fails with is translated. Queries of a client are guarded already, whole transactions are not. */
export async function guard<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw translate(error)
  }
}
