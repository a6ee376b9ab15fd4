import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')
const typescript = join(dirname(createRequire(import.meta.url).resolve('@typescript/native/package.json')), 'bin', 'tsc')

/** The npm that runs these tests, else the one beside this Node. */
const npm = process.env['npm_execpath'] ?? join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')

export interface Consumer {
  /** What the tarball holds, such as `dist/src/index.js`. */
  readonly files: readonly string[]
  readonly packedBytes: number
  /** Puts a file into the project. */
  write(name: string, text: string): Promise<void>
  copy(name: string, from: string): Promise<void>
  /** Type-checks and compiles the project's TypeScript, the declarations of its packages included. @throws Error with what tsc said. */
  compile(): Promise<void>
  /** Runs a file of the project, and answers what it printed. */
  start(name: string): Promise<string>
  remove(): Promise<void>
}

/** An empty project, far from this one, in which the package as it would be published is all that is installed. */
export async function createConsumer(): Promise<Consumer> {
  const project = await mkdtemp(join(tmpdir(), 'parley-consumer-'))
  for (const part of ['tsconfig.build.json', 'tsconfig.client.json']) await run(process.execPath, [typescript, '-p', part], { cwd: root })
  const pack = [npm, 'pack', '--ignore-scripts', '--json', '--pack-destination', project]
  const { stdout } = await run(process.execPath, pack, { cwd: root, maxBuffer: 16 * 1024 * 1024 })
  const [packed] = JSON.parse(stdout) as [{ filename: string; size: number; files: { path: string }[] }]
  const installed = join(project, 'node_modules', 'parley')
  await mkdir(installed, { recursive: true })
  await run('tar', ['-xzf', join(project, packed.filename), '-C', installed, '--strip-components=1'])

  const write = (name: string, text: string) => writeFile(join(project, name), text)
  const compilerOptions = { target: 'ES2023', lib: ['ES2023', 'DOM'], module: 'NodeNext', strict: true, types: [], skipLibCheck: false }
  await write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  await write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  return {
    files: packed.files.map((file) => file.path),
    packedBytes: packed.size,
    write,
    copy: (name, from) => cp(join(root, from), join(project, name)),
    compile: async () => {
      await run(process.execPath, [typescript, '-p', project]).catch((error: { stdout: string }) => {
        throw new Error(error.stdout)
      })
    },
    start: async (name) => (await run(process.execPath, [join(project, name)], { cwd: project, timeout: 30_000 })).stdout,
    remove: () => rm(project, { recursive: true, force: true }),
  }
}
