import { basename } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import ts from 'typescript'
import { collect, interfacesOf, type Source, sourcesUnder } from './source.js'

const adapters = sourcesUnder('src/adapters')
const tests = sourcesUnder('test').filter(({ path }) => path.endsWith('.test.ts'))
const contracts = new Map(
  sourcesUnder('test/contracts')
    .filter(({ path }) => path.endsWith('.contract.ts'))
    .map((source) => [basename(source.path, '.contract.ts'), source]),
)

/** `class … implements Port`, `const x: Port =`, `satisfies Port`, or a function that answers one. */
const makes = (port: string, { tree }: Source): boolean =>
  new RegExp(`\\bimplements [^{]*\\b${port}\\b|: ${port} =|\\bsatisfies ${port}\\b|\\): (Promise<)?${port}\\b`).test(tree.text)

const idsIn = (text: string): readonly string[] => [...text.matchAll(/\[([A-Z]{2}\d+)\]/g)].map(([, id]) => id ?? '')

const ruleIdsOf = ({ tree }: Source): readonly string[] =>
  collect(tree, (node) =>
    ts.isPropertyAssignment(node) && node.name.getText() === 'id' && ts.isStringLiteral(node.initializer)
      ? node.initializer.text
      : undefined,
  ).filter((id) => /^[A-Z]{2}\d+$/.test(id))

const ports = sourcesUnder('src/application/ports')
  .map((source) => ({
    file: basename(source.path, '.ts'),
    ids: idsIn(source.tree.text),
    roles: interfacesOf(source)
      .filter((role) => role.members.some(ts.isMethodSignature))
      .map((role) => role.name.text),
  }))
  .filter(({ roles }) => roles.length > 0)

const byAdapters = ports.filter(({ roles }) => roles.some((role) => adapters.some((adapter) => makes(role, adapter))))
const byTheCore = ports.filter((port) => !byAdapters.includes(port))

describe('the ports', () => {
  it('are there', () => {
    expect(ports.length).toBeGreaterThan(15)
    expect(byAdapters.length).toBeGreaterThan(10)
  })

  it('have rule ids that nobody else has', () => {
    const ids = ports.flatMap((port) => [...new Set(port.ids)])
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it('are all provided by somebody', () => {
    const providers = [...adapters, ...sourcesUnder('src/application'), ...sourcesUnder('src/main')]
    const orphans = ports.filter(({ roles }) => !roles.some((role) => providers.some((source) => makes(role, source))))
    expect(orphans.map(({ file }) => file)).toEqual([])
  })
})

describe('a port that adapters provide', () => {
  it.each(byAdapters.map((port) => [port.file, port] as const))(
    '%s has a contract with every rule of its comments, and no other',
    (file, port) => {
      const contract = contracts.get(file)
      if (contract === undefined) throw new Error(`There is no test/contracts/${file}.contract.ts.`)
      const rules = ruleIdsOf(contract)
      expect(rules.length).toBeGreaterThan(0)
      expect([...new Set(rules)].sort()).toEqual([...new Set(port.ids)].sort())
    },
  )
})

describe('a port that the core provides itself', () => {
  it.each(byTheCore.flatMap(({ file, ids }) => ids.map((id) => [file, id] as const)))('%s: a test begins with %s', (_, id) => {
    expect(tests.some(({ tree }) => new RegExp(`['"\`]([A-Z]+\\d+ )*${id}\\b`).test(tree.text))).toBe(true)
  })
})

describe('a contract', () => {
  const offered = sourcesUnder('test/contracts').find(({ path }) => path.endsWith('/index.ts'))?.tree.text ?? ''

  it.each([...contracts.keys()])('%s is offered to embedders', (file) => {
    expect(offered).toContain(`'./${file}.contract.js'`)
  })

  it.each([...contracts.keys()])('%s belongs to a port, and some adapter is put through it', (file) => {
    expect(ports.map((port) => port.file)).toContain(file)
    const runs = tests.filter(({ path, tree }) => path.startsWith('test/adapters/') && tree.text.includes(`contracts/${file}.contract.js`))
    expect(runs.map(({ path }) => path)).not.toEqual([])
  })
})
