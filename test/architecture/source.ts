import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import ts from 'typescript'
import { root } from './cruise.js'

export interface Source {
  /** Relative to the project, with forward slashes. */
  readonly path: string
  readonly lines: number
  readonly tree: ts.SourceFile
}

export const parse = (path: string, text: string): Source => ({
  path,
  lines: text.trimEnd().split('\n').length,
  tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS),
})

/** The TypeScript of a folder, all of its subfolders included, without what is generated. */
export function sourcesUnder(folder: string): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('src/generated/') && !path.startsWith('test/architecture/fixtures/'))
    .sort()
    .map((path) => parse(path, readFileSync(join(root, path), 'utf8')))
}

/** Every node of the tree for which `found` answers something. */
export function collect<Result>(tree: ts.Node, found: (node: ts.Node) => Result | undefined): readonly Result[] {
  const results: Result[] = []
  const visit = (node: ts.Node): void => {
    const result = found(node)
    if (result !== undefined) results.push(result)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return results
}

export const classesOf = ({ tree }: Source): readonly ts.ClassDeclaration[] => tree.statements.filter(ts.isClassDeclaration)

export const interfacesOf = ({ tree }: Source): readonly ts.InterfaceDeclaration[] => tree.statements.filter(ts.isInterfaceDeclaration)

/** How many lines the node takes, comments before it not counted. */
export function linesOf(node: ts.Node): number {
  const text = node.getText()
  return text.split('\n').length
}

const isHidden = (member: ts.ClassElement): boolean =>
  (member.name !== undefined && ts.isPrivateIdentifier(member.name)) ||
  (ts.canHaveModifiers(member) && (ts.getModifiers(member) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.PrivateKeyword))

export const publicMethodsOf = (declaration: ts.ClassDeclaration): readonly string[] =>
  declaration.members.filter((member) => ts.isMethodDeclaration(member) && !isHidden(member)).map((member) => member.name?.getText() ?? '')
