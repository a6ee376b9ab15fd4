import assert from 'node:assert/strict'
import type { IdGenerator } from '../../src/application/ports/id-generator.js'
import type { Contract } from './contract.js'

const many = (ids: IdGenerator) => Array.from({ length: 5_000 }, () => ids.next())

export const idGeneratorContract: Contract<IdGenerator> = {
  port: 'IdGenerator',
  rules: [
    {
      id: 'IG1',
      says: 'makes UUIDs of version 7, in lower case, no two the same',
      check: async (ids) => {
        const made = many(ids)
        for (const id of made) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        assert.equal(new Set(made).size, made.length)
      },
    },
    {
      id: 'IG2',
      says: 'makes ids that sort in the order they were made',
      check: async (ids) => {
        const made = many(ids)
        assert.deepEqual([...made].sort(), made)
      },
    },
  ],
}
