import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { type Cruise, cruise, root } from './cruise.js'

const folders = ['src', 'web', 'test/contracts']

/** Folders that rules name: a rule over a folder that has moved would hold for ever and mean nothing. */
const named = [
  'src/domain/',
  'src/application/ports/',
  'src/application/accounts/',
  'src/application/chats/',
  'src/application/messages/',
  'src/adapters/http/',
  'src/adapters/websocket/',
  'src/adapters/prisma/',
  'src/adapters/redis/',
  'src/adapters/memory/',
  'src/generated/',
  'src/main/',
  'src/index.ts',
  'test/contracts/',
  'web/sdk/',
  'web/',
]

/** Where each rule is broken in the fixtures. */
const planted: Readonly<Record<string, readonly string[]>> = {
  'domain-imports-only-domain': ['src/domain/imports-an-adapter.ts', 'src/domain/imports-a-package.ts', 'src/domain/imports-node.ts'],
  'application-imports-only-application-and-domain': [
    'src/application/chats/imports-an-adapter.ts',
    'src/application/chats/imports-a-package.ts',
  ],
  'ports-import-only-domain-and-ports': ['src/application/ports/imports-a-use-case.ts'],
  'adapter-imports-only-itself-the-core-and-packages': [
    'src/adapters/http/imports-another-adapter.ts',
    'src/adapters/http/imports-a-development-package.ts',
  ],
  'only-prisma-imports-the-generated-client': ['src/adapters/memory/imports-the-generated-client.ts'],
  'only-main-imports-inversify': ['src/adapters/http/imports-inversify.ts'],
  'nothing-imports-main': ['src/adapters/http/imports-main.ts'],
  'main-imports-only-src-and-packages': ['src/main/imports-a-test.ts'],
  'barrel-exports-only-the-core': ['src/index.ts'],
  'nothing-imports-the-barrel': ['src/adapters/http/imports-the-barrel.ts'],
  'contracts-import-only-the-core-and-memory': ['test/contracts/imports-jest.ts', 'test/contracts/imports-a-package.ts'],
  'sdk-imports-only-itself': ['web/sdk/imports-a-package.ts', 'web/sdk/imports-the-app.ts'],
  'web-imports-only-web-and-packages': ['web/app/imports-the-server.ts'],
  'no-cycles': ['src/domain/cycle-a.ts'],
  'no-orphans': ['src/domain/orphan.ts'],
  'no-dead-modules': ['src/application/chats/dead.ts'],
  'no-dead-web-modules': ['web/app/dead.ts'],
  'no-unresolvable': ['src/domain/imports-nothing-real.ts'],
}

const rules = (createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as { forbidden: { name: string; severity: string }[] })
  .forbidden

describe('the code', () => {
  let code: Cruise
  beforeAll(async () => {
    code = await cruise(root, folders)
  }, 60_000)

  it('breaks no rule', () => {
    expect(code.violations).toEqual([])
  })

  it('was all looked at', () => {
    expect(code.modules.length).toBeGreaterThan(150)
    expect(code.modules.filter((module) => module.endsWith('.tsx')).length).toBeGreaterThan(5)
  })

  it.each(named)('has something in %s', (path) => {
    expect(code.modules.some((module) => module.startsWith(path))).toBe(true)
  })
})

describe('the planted violations', () => {
  let fixtures: Cruise
  beforeAll(async () => {
    fixtures = await cruise(join(import.meta.dirname, 'fixtures'), ['src', 'web', 'test'])
  }, 60_000)

  it('break every rule there is', () => {
    expect(rules.map((rule) => rule.name).sort()).toEqual(Object.keys(planted).sort())
    expect(rules.filter((rule) => rule.severity !== 'error')).toEqual([])
  })

  it.each(Object.entries(planted))('are caught: %s', (rule, files) => {
    const caught = fixtures.violations.filter((violation) => violation.rule === rule).map((violation) => violation.from)
    expect(caught).toEqual(expect.arrayContaining([...files]))
  })

  it('are all that is caught: what is allowed passes', () => {
    const guilty = new Set(Object.values(planted).flat())
    const alsoGuilty = new Set(['src/domain/cycle-b.ts'])
    const innocent = fixtures.violations.filter(({ from }) => !guilty.has(from) && !alsoGuilty.has(from))
    expect(innocent).toEqual([])
  })
})
