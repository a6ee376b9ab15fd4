import { setImmediate, setTimeout } from 'node:timers/promises'
import DataLoader from 'dataloader'
import { BoundedQueue } from '../../application/bounded-queue.js'

/** Milliseconds from a read for several to the next of its kind: most of a crowd come together in it, and a message may wait for it. */
const gap = 5

/**
 * Answers one key, and asks for all that were asked for in the same turn of the event loop, or while the read before was under way, with one statement: a
 * herd costs few, and who comes alone is read for alone. A read begins after its keys were asked for, so it sees what was committed until then.
 *
 * @param read Answers in the keys' order.
 * @param width Keys a read asks for at most.
 */
export function batched<Key, Value>(
  read: (keys: readonly Key[]) => Promise<readonly Value[]>,
  width: number,
): (key: Key) => Promise<Value> {
  const turns = new BoundedQueue(1, Number.POSITIVE_INFINITY, '')
  let last: { readonly size: number; readonly values: Promise<readonly Value[]> } = { size: 0, values: Promise.resolve([]) }
  const loader = new DataLoader<Key, Value>(
    (keys) => {
      last = { size: keys.length, values: read(keys) }
      return last.values
    },
    {
      cache: false,
      maxBatchSize: width,
      batchScheduleFn: (dispatch) => {
        const turn = async () => {
          await setImmediate()
          dispatch()
          // One alone is no crowd: the next, which may be of the same caller, waits no longer than for the answer.
          await Promise.allSettled([last.values, last.size > 1 && setTimeout(gap)])
        }
        void turns.run(turn)
      },
    },
  )
  return (key) => loader.load(key)
}
