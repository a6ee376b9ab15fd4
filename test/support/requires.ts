import { describe, it } from '@jest/globals'

export type Service = 'postgres' | 'redis' | 'chromium' | 'server binaries' | 'mount'

const missing = new Set((process.env['TEST_SERVICES_MISSING'] ?? '').split(','))

/**
 * A `describe` for tests that need real services: `requires('postgres', 'redis')('RedisBus', () => …)`.
 * Where one is missing the suite is one skipped test, which the reporter names at the end of the run; in CI it fails instead.
 */
export function requires(...services: readonly Service[]): (name: string, suite: () => void) => void {
  const absent = services.filter((service) => missing.has(service))
  if (absent.length === 0) return describe
  const reason = `not run: needs ${absent.join(' and ')}`
  if (process.env['CI'] !== undefined)
    return (name) =>
      it(`${name}, ${reason}`, () => {
        throw new Error(`${absent.join(' and ')} must be there in CI.`)
      })
  return (name) => it.skip(`${name}, ${reason}`, () => {})
}
