import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { problems } from '../../src/adapters/http/problem.js'
import * as errors from '../../src/domain/errors.js'
import { root } from './cruise.js'

const page = readFileSync(join(root, 'docs/errors.md'), 'utf8')
const documented = [...page.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)].map(([, code, status]) => `${code} ${status}`)

describe('docs/errors.md', () => {
  it('lists every code with its status, in the order of the statuses', () => {
    expect(documented).toEqual(Object.entries(problems).map(([code, { status }]) => `${code} ${status}`))
    expect(documented.length).toBeGreaterThan(15)
    const statuses = documented.map((line) => Number(line.split(' ')[1]))
    expect(statuses).toEqual([...statuses].sort((one, other) => one - other))
  })

  it('knows the code of every error that the core can raise', () => {
    const raised = Object.values(errors).flatMap((made) => {
      if (typeof made !== 'function' || made === errors.DomainError) return []
      const error: unknown = Reflect.construct(made, [[]])
      return error instanceof errors.DomainError ? [error.code] : []
    })
    expect(raised.length).toBeGreaterThan(10)
    expect(Object.keys(problems)).toEqual(expect.arrayContaining(raised))
    expect(new Set(raised).size).toBe(raised.length)
  })

  it('shows an example that is true', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? []
    const { code, status, title, type, detail } = JSON.parse(example) as Record<string, unknown>
    expect({ status, title }).toEqual(problems['handle_taken'])
    expect({ code, type, detail }).toEqual({
      code: 'handle_taken',
      type: 'urn:parley:problem:handle_taken',
      detail: new errors.HandleTaken().message,
    })
  })
})
