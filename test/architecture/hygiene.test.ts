import { describe, expect, it } from '@jest/globals'
import ts from 'typescript'
import { fastestOf } from '../support/fastest-of.js'
import { collect, parse, type Source, sourcesUnder } from './source.js'

const server = sourcesUnder('src')
const client = sourcesUnder('web')
const everything = [...server, ...client, ...sourcesUnder('bench'), ...sourcesUnder('test')]

/** Names that must not be used, as `file: name`; a name in a comment or a string does not count. */
function uses(sources: readonly Source[], names: readonly string[]): readonly string[] {
  return sources.flatMap(({ path, tree }) =>
    collect(tree, (node) => (ts.isIdentifier(node) && names.includes(node.text) ? `${path}: ${node.text}` : undefined)),
  )
}

describe('SQL', () => {
  const unsafe = ['$queryRawUnsafe', '$executeRawUnsafe']

  /** `Prisma.raw` splices text into a statement. */
  const splices = (sources: readonly Source[]) =>
    sources.flatMap(({ path, tree }) =>
      collect(tree, (node) =>
        ts.isPropertyAccessExpression(node) && /\bPrisma\.raw$/.test(node.getText()) ? `${path}: Prisma.raw` : undefined,
      ),
    )

  it('S142 is never put together from strings', () => {
    expect(uses(everything, unsafe)).toEqual([])
    expect(splices(everything)).toEqual([])
  })

  it('S142 would be caught', () => {
    expect(uses([parse('a.ts', 'await db.$queryRawUnsafe(text)')], unsafe)).toHaveLength(1)
    expect(splices([parse('a.ts', 'const a = Prisma.raw(text)')])).toHaveLength(1)
  })
})

describe('the web client', () => {
  const html = ['dangerouslySetInnerHTML', 'innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcDoc', 'eval']

  it('S151 never writes HTML from strings', () => {
    expect(client.length).toBeGreaterThan(20)
    expect(uses(client, html)).toEqual([])
    expect(uses([parse('a.tsx', 'const a = <p dangerouslySetInnerHTML={{ __html: text }} />')], html)).toHaveLength(1)
  })

  it('S154 keeps nothing secret where a script can find it later', () => {
    // What was written and not sent yet; a test in the browser looks into it.
    expect(uses(client, ['sessionStorage', 'indexedDB'])).toEqual(['web/sdk/outbox/indexed-db-outbox.ts: indexedDB'])
  })
})

describe('the server', () => {
  const trustsAnyone = (sources: readonly Source[]) =>
    sources.flatMap(({ path, tree }) =>
      collect(tree, (node) => {
        if (!ts.isCallExpression(node) || !node.expression.getText().endsWith('.set')) return undefined
        const [key, value] = node.arguments
        return key?.getText().includes('trust proxy') && value?.kind === ts.SyntaxKind.TrueKeyword ? path : undefined
      }),
    )

  it('S66 never trusts every proxy', () => {
    expect(trustsAnyone(server)).toEqual([])
    expect(trustsAnyone([parse('a.ts', "app.set('trust proxy', true)")])).toHaveLength(1)
  })

  it('S173 keeps the strict HTTP parser', () => {
    expect(uses(server, ['insecureHTTPParser'])).toEqual([])
  })

  it('has no getter in an object literal: V8 keeps each, and all that it holds, until it next collects the old generation', () => {
    const getters = (sources: readonly Source[]) =>
      sources.flatMap(({ path, tree }) =>
        collect(tree, (node) =>
          ts.isGetAccessorDeclaration(node) && ts.isObjectLiteralExpression(node.parent) ? `${path}: ${node.name.getText()}` : undefined,
        ),
      )
    expect(getters(server)).toEqual([])
    expect(getters([parse('a.ts', 'const a = { get b() { return 1 } }')])).toEqual(['a.ts: b'])
  })

  it('reads the environment in one place', () => {
    const readers = server.filter(({ tree }) => collect(tree, (node) => (node.getText() === 'process.env' ? node : undefined)).length > 0)
    expect(readers.map(({ path }) => path).filter((path) => !path.startsWith('src/main/'))).toEqual([])
  })
})

describe('regular expressions', () => {
  const all = [...server, ...client].flatMap(({ path, tree }) =>
    collect(tree, (node) => (ts.isRegularExpressionLiteral(node) ? ([`${path}: ${node.text}`, node.text] as const) : undefined)),
  )

  /** 50 KB of each character that the expression speaks of, of each two of them in turn, and then something that does not match. */
  function worstCases(literal: string): readonly string[] {
    const spoken = [...new Set([...literal.replace(/\\[pPu]\{[^}]*\}|\\[a-zA-Z]/g, 'a0 _'), 'a', '0', ' ', '-', '\u0301'])].slice(0, 16)
    const pairs = spoken.flatMap((one) => spoken.map((other) => one + other))
    return pairs.map((pair) => `${pair.repeat(Math.ceil(50_000 / pair.length))}\u0000!`)
  }

  it.each(all)('S144 answer 50 KB at once: %s', (_, literal) => {
    const end = literal.lastIndexOf('/')
    const expression = new RegExp(literal.slice(1, end), literal.slice(end + 1).replace(/[gy]/g, ''))
    for (const text of worstCases(literal)) {
      const took = fastestOf(3, () => expression.test(text))
      if (took >= 50) throw new Error(`${took.toFixed(0)} ms for ${JSON.stringify(text.slice(0, 20))} …`)
    }
    expect(worstCases(literal).length).toBeGreaterThan(20)
  })
})
