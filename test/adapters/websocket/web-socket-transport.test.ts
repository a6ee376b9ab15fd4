import { WebSocket } from 'ws'
import { socketTransportContract } from '../../contracts/socket-transport.contract.js'
import { startGateway } from '../../support/gateway.js'
import { runContract } from '../../support/run-contract.js'
import { until } from '../../support/until.js'

runContract(socketTransportContract, 'WebSockets', async () => {
  const gateway = await startGateway()
  const { hub } = gateway
  const opened = new Map<string, WebSocket>()

  const open = async () => {
    const client = new WebSocket(gateway.url, { headers: { Authorization: 'Bearer good' } })
    const texts: string[] = []
    let closed: { code: number; reason: string } | null = null
    const ready = new Promise((resolve) => client.once('message', resolve))
    client.once('message', () => client.on('message', (data: Buffer) => void texts.push(data.toString())))
    client.on('close', (code, reason) => {
      closed = { code, reason: reason.toString() }
    })
    const connection = await until('it is there', () => hub.sockets.find((socket) => !opened.has(socket.id)))
    opened.set(connection.id, client)
    await ready
    const breakOff = async () => {
      client.terminate()
      await until('the node knows', () => hub.gone.includes(connection))
    }
    return { connection, texts, closed: () => closed, breakOff }
  }

  // One at a time: which of the hub's sockets is whose is known by who came last.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = () => {
    const next = last.then(open)
    last = next
    return next
  }
  return {
    subject: { transport: hub.transport, open: inTurn },
    dispose: async () => {
      for (const client of opened.values()) client.terminate()
      await gateway.close()
    },
  }
})
