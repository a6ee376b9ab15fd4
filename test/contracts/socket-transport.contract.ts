import assert from 'node:assert/strict'
import type { Connection, SocketTransport } from '../../src/application/ports/socket-transport.js'
import { closeCodes } from '../../src/application/ports/socket-transport.js'
import type { Contract } from './contract.js'

/** A client and the node's end of its socket. */
export interface SocketPair {
  readonly connection: Connection
  /** What the client got. */
  readonly texts: readonly string[]
  /** How the client saw the socket close; `null` while it is open. */
  closed(): { readonly code: number; readonly reason: string } | null
  /** Breaks the connection, and resolves once the node knows. */
  breakOff(): Promise<void>
}

export interface SocketTransportSubject {
  readonly transport: SocketTransport<Connection>
  open(): Promise<SocketPair>
}

async function eventually(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + 2_000
  while (!holds()) {
    if (performance.now() > end) assert.fail(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

const text = (place: number) => JSON.stringify({ type: 'test', data: { place, text: 'שלום \u0000 "👩‍👩‍👧" \u2028' } })

export const socketTransportContract: Contract<SocketTransportSubject> = {
  port: 'SocketTransport',
  rules: [
    {
      id: 'ST1',
      says: 'ignores sockets that have closed, and serves the others',
      check: async ({ transport, open }) => {
        const [gone, here] = [await open(), await open()]
        await gone.breakOff()
        transport.send(text(1), [gone.connection, here.connection], 'durable')
        transport.close(gone.connection, closeCodes.sessionEnded, 'late')
        await eventually('the other one has it', () => here.texts.length === 1)
        assert.deepEqual(gone.texts, [])
      },
    },
    {
      id: 'ST2',
      says: 'brings one frame to many sockets, unchanged',
      check: async ({ transport, open }) => {
        const pairs = await Promise.all(Array.from({ length: 5 }, open))
        const frames = [text(1), JSON.stringify({ type: 'long', data: 'é'.repeat(100_000) })]
        for (const frame of frames) transport.send(frame, new Set(pairs.map(({ connection }) => connection)), 'durable')
        await eventually('all have both', () => pairs.every(({ texts }) => texts.length === 2))
        for (const { texts } of pairs) assert.deepEqual(texts, frames)
      },
    },
    {
      id: 'ST3',
      says: 'keeps the order, whatever the importance, while the socket takes everything',
      check: async ({ transport, open }) => {
        const { connection, texts } = await open()
        const frames = Array.from({ length: 200 }, (_, place) => text(place))
        for (const [place, frame] of frames.entries())
          transport.send(frame, [connection], (['passing', 'durable', 'vital'] as const)[place % 3] ?? 'vital')
        await eventually('all came', () => texts.length === frames.length)
        assert.deepEqual(texts, frames)
      },
    },
    {
      id: 'ST4',
      says: 'closes with the code and the reason; what was sent before still arrives, what is sent after does not',
      check: async ({ transport, open }) => {
        const pair = await open()
        transport.send(text(1), [pair.connection], 'durable')
        transport.close(pair.connection, closeCodes.sessionEnded, 'the session has ended')
        transport.send(text(2), [pair.connection], 'vital')
        await eventually('it is closed', () => pair.closed() !== null)
        assert.deepEqual(pair.closed(), { code: 4401, reason: 'the session has ended' })
        assert.deepEqual(pair.texts, [text(1)])
      },
    },
  ],
}
