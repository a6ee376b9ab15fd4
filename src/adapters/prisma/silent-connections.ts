import type { Socket } from 'node:net'
import type { Pool, PoolClient } from 'pg'

/** What pg does not type. */
interface Wired {
  readonly connection: { readonly stream: Socket }
}

/**
 * Cuts a connection of the pool that somebody uses and that has been silent for so many milliseconds: who waits is told 'Query read timeout', as with
 * pg's own `query_timeout`. That one takes a timer for each statement, and V8 then keeps every statement and its rows until it next collects the old
 * generation: a quarter of all that was allocated, 13 ms instead of 2 for each collection of the young one. A transaction that does something else
 * for so long is cut, too, and one whose answer comes a little at a time never is: the server's own limit is for that.
 */
export function cutSilent(pool: Pool, milliseconds: number): void {
  const used = new Set<PoolClient>()
  pool.on('acquire', (client) => used.add(client))
  pool.on('release', (_error, client) => used.delete(client))
  pool.on('connect', (client) => {
    const { stream } = (client as unknown as Wired).connection
    stream.setTimeout(milliseconds)
    stream.on('timeout', () => {
      if (used.has(client)) stream.destroy(new Error('Query read timeout'))
    })
  })
}
