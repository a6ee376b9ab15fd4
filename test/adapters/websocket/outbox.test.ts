import { describe, expect, it } from '@jest/globals'
import { limits, Outbox } from '../../../src/adapters/websocket/outbox.js'
import { textFrame } from '../../../src/adapters/websocket/text-frame.js'

const kibibyte = Buffer.alloc(1024)
const resync = textFrame('{"type":"resync","data":{}}')

/** An outbox, and the network that it writes to. */
function opened() {
  const writes: { readonly frames: readonly Buffer[]; readonly done: () => void }[] = []
  const network = { now: 0 }
  const outbox = new Outbox(
    (frames, _, done) => void writes.push({ frames, done }),
    () => network.now,
  )
  return { outbox, writes, network, lengths: () => writes.map(({ frames }) => frames.length) }
}

const offerMany = (outbox: Outbox, count: number, importance: 'passing' | 'durable' | 'vital') =>
  Array.from({ length: count }, () => outbox.offer(kibibyte, importance)).every(Boolean)

describe('an outbox', () => {
  it('writes all that waits at once, in order', () => {
    const { outbox, writes } = opened()
    const frames = ['a', 'b', 'c'].map((text) => textFrame(text))
    for (const frame of frames) outbox.offer(frame, 'durable')
    expect(writes).toEqual([])
    outbox.flush()
    expect(writes.map((write) => write.frames)).toEqual([frames])
    expect(outbox.unsent).toBe(9)
  })

  it('has one write under way at a time, of a bounded size', () => {
    const { outbox, writes, lengths } = opened()
    offerMany(outbox, 100, 'durable')
    outbox.flush()
    outbox.flush()
    expect(lengths()).toEqual([64])
    writes[0]?.done()
    expect(lengths()).toEqual([64, 36])
    writes[1]?.done()
    expect(outbox.unsent).toBe(0)
  })

  it('writes everything the last time, unless a write is under way', () => {
    const { outbox, lengths } = opened()
    offerMany(outbox, 100, 'durable')
    outbox.flushAll()
    offerMany(outbox, 100, 'durable')
    outbox.flushAll()
    expect(lengths()).toEqual([100])
  })

  it('writes a frame that is larger than a write may be, alone', () => {
    const { outbox, lengths } = opened()
    outbox.offer(Buffer.alloc(200_000), 'durable')
    outbox.offer(kibibyte, 'durable')
    outbox.flush()
    expect(lengths()).toEqual([1])
  })

  it('spares passing frames first', () => {
    const { outbox } = opened()
    offerMany(outbox, 65, 'durable')
    expect(outbox.offer(kibibyte, 'passing')).toBe(true)
    expect(outbox.unsent).toBe(65 * 1024)
    outbox.offer(kibibyte, 'durable')
    expect(outbox.unsent).toBe(66 * 1024)
  })

  it('drops durable frames above its limit, and owes a resync until everything else is gone', () => {
    const { outbox, writes } = opened()
    offerMany(outbox, 600, 'durable')
    expect(outbox.unsent).toBe(limits.durable + 1024)
    for (let place = 0; place < 3; place += 1) {
      outbox.flush()
      writes[place]?.done()
    }
    expect(outbox.offer(kibibyte, 'durable')).toBe(true)
    const before = outbox.unsent
    expect(before).toBeLessThan(limits.durable)
    for (let place = 3; writes[place]; place += 1) writes[place]?.done()
    const written = writes.flatMap(({ frames }) => frames)
    expect(written.length).toBe(limits.durable / 1024 + 2)
    expect(written.at(-1)).toEqual(resync)
    expect(outbox.unsent).toBe(0)
    outbox.offer(kibibyte, 'durable')
    expect(outbox.unsent).toBe(1024)
  })

  it('never spares vital frames, and gives up where even they do not fit', () => {
    const { outbox } = opened()
    expect(offerMany(outbox, 600, 'durable')).toBe(true)
    const room = (limits.everything - outbox.unsent) / 1024
    expect(offerMany(outbox, room, 'vital')).toBe(true)
    expect(outbox.unsent).toBe(limits.everything)
    expect(outbox.offer(kibibyte, 'vital')).toBe(false)
  })

  it('tells for how long the network has taken nothing', () => {
    const { outbox, writes, network } = opened()
    offerMany(outbox, 100, 'durable')
    network.now = 5_000
    expect(outbox.stalledFor).toBe(0)
    outbox.flush()
    network.now = 9_000
    expect(outbox.stalledFor).toBe(4_000)
    writes[0]?.done()
    expect(outbox.stalledFor).toBe(0)
    network.now = 9_500
    expect(outbox.stalledFor).toBe(500)
    writes[1]?.done()
    network.now = 100_000
    expect(outbox.stalledFor).toBe(0)
  })

  it('keeps nothing once it is cleared', () => {
    const { outbox, writes } = opened()
    offerMany(outbox, 600, 'durable')
    outbox.flush()
    outbox.clear()
    writes[0]?.done()
    expect(writes.length).toBe(1)
    expect(outbox.unsent).toBe(0)
  })
})
