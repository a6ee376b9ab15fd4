import { setImmediate } from 'node:timers/promises'
import DataLoader from 'dataloader'
import { BoundedQueue } from '../../application/bounded-queue.js'

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
  let last: Promise<unknown> = Promise.resolve()
  const loader = new DataLoader<Key, Value>(
    (keys) => {
      const values = read(keys)
      last = values
      return values
    },
    {
      cache: false,
      maxBatchSize: width,
      batchScheduleFn: (dispatch) => {
        const turn = async () => {
          await setImmediate()
          dispatch()
          await Promise.allSettled([last])
        }
        void turns.run(turn)
      },
    },
  )
  return (key) => loader.load(key)
}
