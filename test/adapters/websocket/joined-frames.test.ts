import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { JoinedFrames } from '../../../src/adapters/websocket/joined-frames.js'

const frame = (length: number): Buffer => Buffer.alloc(length, length)
const bytesOf = (frames: readonly Buffer[]): number => frames.reduce((sum, { length }) => sum + length, 0)

describe('joined frames', () => {
  const joinedBy = (joined: JoinedFrames) => (frames: readonly Buffer[]) => joined.join(frames, bytesOf(frames))

  it('are one piece of their own while they are few bytes', () => {
    const join = joinedBy(new JoinedFrames())
    const [one, two] = [frame(10), frame(20)]
    expect(join([one])).toEqual([one])
    expect(join([one, two])).toEqual([Buffer.concat([one, two])])
    expect(join([two, one])).toEqual([Buffer.concat([two, one])])
  })

  it('are copied together once they are many bytes for whoever is owed what the one before was owed', () => {
    const join = joinedBy(new JoinedFrames())
    const frames = [frame(3_000), frame(3_001)]
    expect(join([...frames])).toEqual(frames)
    const shared = join([...frames])
    expect(shared).toEqual([Buffer.concat(frames)])
    expect(join([...frames])[0]).toBe(shared[0])
    expect(join([frame(3_000), frame(3_001)])).toHaveLength(2)
  })

  it('say what the frames say, whoever was before', () => {
    const all = [1, 30, 1_500, 3_000, 5_000].map(frame)
    const owed = fc.array(fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 3 }))
    fc.assert(
      fc.property(owed, (writes) => {
        const join = joinedBy(new JoinedFrames())
        for (const frames of writes) expect(Buffer.concat(join(frames)).equals(Buffer.concat(frames))).toBe(true)
      }),
    )
  })
})
