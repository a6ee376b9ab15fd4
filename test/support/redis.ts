import { randomUUID } from 'node:crypto'
import { RedisBroadcaster } from '../../src/adapters/redis/redis-broadcaster.js'
import { RecordingReceiver } from '../contracts/message-broadcaster.contract.js'

export const redisUrl = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'

/** What the test's nodes know, and nobody else. */
export const busSecret = 'a secret of the nodes of the test'

/** One node on the test's Redis, with whatever it receives. */
export async function openRedisNode({
  namespace = `test-${randomUUID()}`,
  url = redisUrl,
  secrets = [busSecret] as readonly string[],
} = {}) {
  const errors: Error[] = []
  const broadcaster = await RedisBroadcaster.open({ url, namespace, secrets, onError: (error) => void errors.push(error) })
  const receiver = new RecordingReceiver()
  broadcaster.attach(receiver)
  return { broadcaster, receiver, errors, namespace }
}
