import { setTimeout } from 'node:timers/promises'
import DataLoader from 'dataloader'
import { BoundedQueue } from '../../application/bounded-queue.js'

/** Milliseconds from one read of a kind to the next: long enough for some of a herd to come together, too short for anybody to notice. */
const gap = 20

/**
 * Answers one key, and asks for all that were asked for at the same moment, or while the reads before were under way, with one statement: a
 * herd costs few, and who comes alone waits for nobody. A read begins after its keys were asked for, so it sees what was committed until then.
 *
 * @param read Answers in the keys' order.
 * @param width Keys a read asks for at most.
 */
export function batched<Key, Value>(
  read: (keys: readonly Key[]) => Promise<readonly Value[]>,
  width: number,
): (key: Key) => Promise<Value> {
  const turns = new BoundedQueue(1, Number.POSITIVE_INFINITY, '')
  let begun: Promise<readonly Value[]> = Promise.resolve([])
  const loader = new DataLoader<Key, Value>(
    (keys) => {
      begun = read(keys)
      return begun
    },
    {
      cache: false,
      maxBatchSize: width,
      batchScheduleFn: (dispatch) => {
        const turn = async () => {
          dispatch()
          await Promise.allSettled([begun, setTimeout(gap)])
        }
        void turns.run(turn)
      },
    },
  )
  return (key) => loader.load(key)
}
