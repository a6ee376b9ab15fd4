import assert from 'node:assert/strict'
import type { PageReader } from '../../src/application/ports/page-reader.js'
import type { Contract } from './contract.js'

export interface PageReaderSubject {
  readonly reader: PageReader
  /** Of a page of this title, description and site. */
  readonly page: string
  readonly facts: { readonly title: string; readonly description: string; readonly siteName: string }
  /** Of nothing that says anything: no page, an error, no address at all. */
  readonly nothing: readonly string[]
  /** Of what is not for everybody to reach, and how often anybody has come there. */
  readonly hidden: readonly string[]
  visits(): number
  /** Of a page that never ends. */
  readonly endless: string
}

export const pageReaderContract: Contract<PageReaderSubject> = {
  port: 'PageReader',
  rules: [
    {
      id: 'PR1',
      says: 'tells what a page says of itself, and nothing of what is none',
      check: async ({ reader, page, facts, nothing }) => {
        assert.deepEqual(await reader.read(page), facts)
        for (const url of nothing) assert.equal(await reader.read(url), null)
      },
    },
    {
      id: 'PR2',
      says: 'connects to nothing that is not for everybody',
      check: async ({ reader, hidden, visits }) => {
        for (const url of hidden) assert.equal(await reader.read(url), null)
        assert.equal(visits(), 0)
      },
    },
    {
      id: 'PR3',
      says: 'ends, whatever does not',
      check: async ({ reader, endless }) => {
        const began = performance.now()
        await reader.read(endless)
        assert.ok(performance.now() - began < 4_500)
      },
    },
  ],
}
