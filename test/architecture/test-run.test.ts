import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { root } from './cruise.js'

const { default: config } = (await import(join(root, 'jest.config.mjs'))) as { default: object }

/** The fixtures and nothing else: these tests must never find themselves. */
const fixtures = { ...config, rootDir: root, roots: ['<rootDir>/test/architecture/fixtures/run'], testPathIgnorePatterns: [] }

/** Runs the fixtures as `npm run jest` would, where nothing answers as Redis. */
function run(environment: Readonly<Record<string, string>>) {
  const { CI: _, ...own } = process.env
  const program = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', program, `--config=${JSON.stringify(fixtures)}`, '--runInBand'],
    { cwd: root, encoding: 'utf8', timeout: 50_000, env: { ...own, TEST_REDIS_URL: 'redis://127.0.0.1:1', ...environment } },
  )
  return { lines: stdout.trimEnd().split('\n'), report: stderr, status }
}

describe('a test run', () => {
  it('ends with its counts, a file that cannot be loaded being a failure, and names what it could not run', () => {
    const { lines, report, status } = run({})
    expect(lines.at(-1)).toBe('1 passed, 2 failed, 1 skipped')
    expect(report).toContain('mixed.test.ts: 1 passed, 1 failed, 1 skipped')
    expect(report).toContain('broken.test.ts: 0 passed, 1 failed, 0 skipped')
    expect(report).toMatch(/NOT RUN[^\n]*\n {2}a suite over Redis, not run: needs redis/)
    expect(status).toBe(1)
  }, 60_000)

  it('fails in CI where a service is missing', () => {
    const { lines, report } = run({ CI: 'true' })
    expect(lines.at(-1)).toBe('1 passed, 3 failed, 0 skipped')
    expect(report).toContain('redis must be there in CI.')
  }, 60_000)
})
