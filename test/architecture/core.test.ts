import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import ts from 'typescript'
import { root } from './cruise.js'
import { classesOf, collect, interfacesOf, linesOf, parse, publicMethodsOf, type Source, sourcesUnder } from './source.js'

const core = [...sourcesUnder('src/domain'), ...sourcesUnder('src/application')]
const useCases = core.flatMap((source) =>
  classesOf(source)
    .filter((declaration) => publicMethodsOf(declaration).includes('execute'))
    .map((declaration) => ({ source, declaration, name: declaration.name?.text ?? '' })),
)

/** What would make the same call answer differently: time and chance come through ports. */
function impurities(source: Source): readonly string[] {
  const impure = new Set(['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues'])
  return collect(source.tree, (node) => {
    const text = node.getText()
    if (ts.isPropertyAccessExpression(node) && impure.has(text)) return text
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0) return text
    if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return text
    if (ts.isIdentifier(node) && ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'process', 'console'].includes(text)) {
      return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? undefined : text
    }
    return undefined
  })
}

describe('the core', () => {
  it('is there', () => {
    expect(core.length).toBeGreaterThan(50)
    expect(useCases.length).toBeGreaterThanOrEqual(20)
  })

  it('has no clock, chance, timer, process or console of its own', () => {
    expect(core.flatMap((source) => impurities(source).map((what) => `${source.path}: ${what}`))).toEqual([])
  })

  it.each(['Date.now()', 'new Date()', 'new Date', 'Date()', 'Math.random()', 'setTimeout(f, 1)', 'process.exit()', 'console.log(1)'])(
    'would be caught with %s',
    (text) => {
      expect(impurities(parse('a.ts', `const a = ${text}`))).not.toEqual([])
    },
  )

  it.each(['new Date(at)', 'clock.now()', 'timers.setTimeout(f)'])('may say %s', (text) => {
    expect(impurities(parse('a.ts', `f(${text})`))).toEqual([])
  })

  it('is compiled once more with no library but the language itself, so that no global of Node or a browser is in its reach', () => {
    const options = JSON.parse(readFileSync(join(root, 'tsconfig.core.json'), 'utf8')) as { compilerOptions: object; include: string[] }
    expect(options.compilerOptions).toEqual({ lib: ['ES2023'], types: [] })
    expect(options.include).toEqual(['src/domain', 'src/application', 'src/index.ts'])
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    expect(scripts['typecheck']).toContain('tsc -p tsconfig.core.json')
  })

  it('is exported whole: every type, rule, error, port and use case', () => {
    const barrel = readFileSync(join(root, 'src/index.ts'), 'utf8')
    const needed = core.filter(
      ({ path }) => /^src\/(domain|application\/ports)\//.test(path) || useCases.some(({ source }) => source.path === path),
    )
    expect(
      needed.map(({ path }) => path.replace('src/', './').replace(/ts$/, 'js')).filter((path) => !barrel.includes(`'${path}'`)),
    ).toEqual([])
  })

  /** Ports and entities are looked up by name: their folders are longer than those that are read through. */
  const mostFiles = new Map([
    ['application/ports', 60],
    ['domain', 24],
  ])

  it('keeps each folder small enough to be read at a glance, one role a file in ports', () => {
    const folders = ['domain', ...readdirSync(join(root, 'src/application')).map((name) => `application/${name}`)].filter(
      (name) => !name.endsWith('.ts'),
    )
    const crowded = folders
      .map((folder) => ({ folder, files: readdirSync(join(root, 'src', folder)).length }))
      .filter(({ folder, files }) => files > (mostFiles.get(folder) ?? 16))
    expect(crowded).toEqual([])
  })
})

describe('a use case', () => {
  it.each(useCases.map(({ name, source, declaration }) => [name, source, declaration] as const))(
    '%s has the shape of one',
    (name, source, declaration) => {
      expect(basename(source.path, '.ts')).toBe(name.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase())
      expect(publicMethodsOf(declaration)).toEqual(['execute'])
      expect(classesOf(source)).toHaveLength(1)
      const made = declaration.members.find(ts.isConstructorDeclaration)
      expect(made?.parameters.length ?? 0).toBeLessThanOrEqual(5)
      expect(linesOf(declaration)).toBeLessThanOrEqual(60)
      expect(collect(source.tree, (node) => (ts.isTryStatement(node) ? node.getText() : undefined))).toEqual([])
    },
  )

  it('has a test with doubles', () => {
    const tests = sourcesUnder('test/application').map(({ tree }) => tree.text)
    const untested = useCases.filter(({ source }) => !tests.some((text) => text.includes(source.path.replace(/ts$/, 'js'))))
    expect(untested.map(({ name }) => name)).toEqual([])
  })
})

describe('a port', () => {
  const ports = sourcesUnder('src/application/ports').flatMap((source) =>
    interfacesOf(source).map((port) => [port.name.text, port] as const),
  )

  it.each(ports)('%s has a role, not a technology, for a name, and at most seven methods', (name, port) => {
    expect(name).not.toMatch(/^I[A-Z]|Port$|Impl$|Prisma|Postgres|Redis|Jwt|Smtp|Http/)
    expect(port.members.filter(ts.isMethodSignature).length).toBeLessThanOrEqual(7)
  })
})

describe('any file', () => {
  const all = [...sourcesUnder('src'), ...sourcesUnder('web')]

  it('is short enough to be read in one go', () => {
    const limitOf = (path: string): number => (path.startsWith('src/domain/') ? 120 : 220)
    expect(all.filter(({ path, lines }) => lines > limitOf(path)).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
  })

  it('has no decorators', () => {
    expect(
      all.filter(({ tree }) => collect(tree, (node) => (ts.isDecorator(node) ? node : undefined)).length > 0).map(({ path }) => path),
    ).toEqual([])
  })
})
