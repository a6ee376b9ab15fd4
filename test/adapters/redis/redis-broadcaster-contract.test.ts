import { messageBroadcasterContract } from '../../contracts/message-broadcaster.contract.js'
import { openRedisNode } from '../../support/redis.js'
import { requires } from '../../support/requires.js'
import { runContract } from '../../support/run-contract.js'

requires('redis')('a bus of several nodes', () => {
  runContract(messageBroadcasterContract, 'Redis', async () => {
    const one = await openRedisNode()
    const other = await openRedisNode({ namespace: one.namespace })
    return {
      subject: { one, other },
      dispose: async () => {
        for (const { broadcaster } of [one, other]) await broadcaster.close()
      },
    }
  })
})
