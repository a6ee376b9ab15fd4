import { getHeapStatistics } from 'node:v8'

/** Bytes that a socket holds at most, but for one that reads slowly. */
const ofSocket = 16 * 1_024
const mostSockets = 50_000

export interface Capacity {
  /** Bytes for the requests that are worked on at a time. */
  readonly requestBytes: number
  readonly sockets: number
}

/**
 * What fits into the memory that Node may use, which it takes from the container or the machine, or from `--max-old-space-size`: a quarter of
 * it for requests and one for sockets. The rest is what the program itself takes, and what the collector has not come to.
 */
export function capacity(): Capacity {
  const quarter = getHeapStatistics().heap_size_limit / 4
  return { requestBytes: quarter, sockets: Math.min(mostSockets, Math.ceil(quarter / ofSocket)) }
}
