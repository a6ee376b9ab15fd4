import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Passage, peek } from '../../../src/application/attachments/bytes.js'
import { FileTooLarge } from '../../../src/domain/errors.js'

async function* of(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

async function all(bytes: AsyncIterable<Uint8Array>): Promise<number[]> {
  const read: number[] = []
  for await (const chunk of bytes) read.push(...chunk)
  return read
}

const someChunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 })
const flat = (chunks: readonly Uint8Array[]) => chunks.flatMap((chunk) => [...chunk])

describe('a look at the first bytes', () => {
  it('takes none of them away, however they come', async () => {
    await fc.assert(
      fc.asyncProperty(someChunks, fc.integer({ min: 1, max: 60 }), async (chunks, length) => {
        const { head, whole } = await peek(of(chunks), length)
        const bytes = flat(chunks)
        expect(head.length).toBeGreaterThanOrEqual(Math.min(length, bytes.length))
        expect([...head]).toEqual(bytes.slice(0, head.length))
        expect(await all(whole)).toEqual(bytes)
      }),
    )
  })

  it('lets the source go when the rest is not wanted', async () => {
    let isOver = false
    const source = (async function* () {
      try {
        for (;;) yield Uint8Array.of(1)
      } finally {
        isOver = true
      }
    })()
    const { whole } = await peek(source, 2)
    for await (const _ of whole) break
    expect(isOver).toBe(true)
  })
})

describe('a passage', () => {
  it('counts, remembers the end, and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(someChunks, fc.integer({ min: 0, max: 100 }), async (chunks, remembered) => {
        const passage = new Passage()
        const bytes = flat(chunks)
        expect(await all(passage.of(of(chunks), { most: 1_000, remembered }))).toEqual(bytes)
        expect(passage.size).toBe(bytes.length)
        if (remembered > 0) expect([...passage.tail(remembered)]).toEqual(bytes.slice(-remembered))
      }),
    )
  })

  it('S167 lets through as many as may pass, and nothing of the chunk that is too much', async () => {
    const passage = new Passage()
    const seen: number[] = []
    const taking = async () => {
      for await (const chunk of passage.of(of([new Uint8Array(4), new Uint8Array(4), new Uint8Array(1)]), { most: 8 }))
        seen.push(chunk.length)
    }
    await expect(taking()).rejects.toThrow(FileTooLarge)
    expect(seen).toEqual([4, 4])
  })
})
