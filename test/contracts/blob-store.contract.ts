import assert from 'node:assert/strict'
import type { BlobStore } from '../../src/application/ports/blob-store.js'
import type { BlobKey } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import { unknownId } from './world.js'

const newKey = () => unknownId<BlobKey>()

async function* chunks(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

const text = (words: string) => chunks(new TextEncoder().encode(words))

async function all(bytes: AsyncIterable<Uint8Array> | null): Promise<string | null> {
  if (bytes === null) return null
  const decoder = new TextDecoder('latin1')
  let read = ''
  for await (const chunk of bytes) read += decoder.decode(chunk)
  return read
}

export const blobStoreContract: Contract<BlobStore> = {
  port: 'BlobStore',
  rules: [
    {
      id: 'BS1',
      says: 'keeps what it was given, of any size, and shows none of it before it is whole',
      check: async (store) => {
        const [small, large, empty] = [newKey(), newKey(), newKey()]
        await store.put(small, text('Hello'))
        await store.put(empty, chunks())
        const megabyte = new Uint8Array(1024 * 1024).fill(65)
        let seenBefore: unknown
        await store.put(
          large,
          (async function* () {
            for (let count = 0; count < 11; count += 1) yield megabyte
            seenBefore = await store.read(large)
            yield Uint8Array.of(66)
          })(),
        )
        assert.equal(seenBefore, null)
        assert.equal(await all(await store.read(small)), 'Hello')
        assert.equal(await all(await store.read(empty)), '')
        assert.equal(await all(await store.read(large)), `${'A'.repeat(11 * 1024 * 1024)}B`)
      },
    },
    {
      id: 'BS2',
      says: 'keeps nothing of what ends in an error, which comes out',
      check: async (store) => {
        for (const size of [10, 6 * 1024 * 1024]) {
          const key = newKey()
          const broken = (async function* () {
            yield new Uint8Array(size)
            throw new RangeError('the sender hung up')
          })()
          await assert.rejects(store.put(key, broken), /^RangeError: the sender hung up$/)
          assert.equal(await store.read(key), null)
        }
      },
    },
    {
      id: 'BS3',
      says: 'reads a range, both ends included, and nothing where nothing is',
      check: async (store) => {
        const key = newKey()
        await store.put(key, text('0123456789'))
        assert.equal(await all(await store.read(key, { from: 2, to: 5 })), '2345')
        assert.equal(await all(await store.read(key, { from: 9, to: 9 })), '9')
        assert.equal(await all(await store.read(key, { from: 0, to: 9 })), '0123456789')
        assert.equal(await store.read(newKey()), null)
        assert.equal(await store.read(newKey(), { from: 0, to: 1 }), null)
        const unread = (await store.read(key))?.[Symbol.asyncIterator]()
        await unread?.return?.()
      },
    },
    {
      id: 'BS4',
      says: 'removes what it is told and nothing else, as often as it is told',
      check: async (store) => {
        const [one, other, kept] = [newKey(), newKey(), newKey()]
        for (const key of [one, other, kept]) await store.put(key, text(key))
        await store.remove([one, other, newKey()])
        await store.remove([one])
        assert.equal(await store.read(one), null)
        assert.equal(await store.read(other), null)
        assert.equal(await all(await store.read(kept)), kept)
      },
    },
  ],
}
