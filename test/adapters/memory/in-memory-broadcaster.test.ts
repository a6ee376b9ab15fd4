import { InProcessBus } from '../../../src/adapters/memory/in-memory-broadcaster.js'
import { SystemTimers } from '../../../src/adapters/system/system-timers.js'
import { messageBroadcasterContract, RecordingReceiver } from '../../contracts/message-broadcaster.contract.js'
import { runContract } from '../../support/run-contract.js'

runContract(messageBroadcasterContract, 'the in-process bus', async () => {
  const bus = new InProcessBus(new SystemTimers())
  const [one, other] = [bus.node(), bus.node()].map((broadcaster) => {
    const receiver = new RecordingReceiver()
    broadcaster.attach(receiver)
    return { broadcaster, receiver }
  })
  if (!one || !other) throw new Error('There are no nodes.')
  return {
    subject: { one, other },
    dispose: async () => {
      for (const { broadcaster } of [one, other]) await broadcaster.close()
    },
  }
})
