import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const root = join(import.meta.dirname, '..', '..')

export interface Cruise {
  /** Every file seen, relative to the folder cruised. */
  readonly modules: readonly string[]
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[]
}

/** dependency-cruiser with the project's own rules, over folders of `base`. A process of its own: it loads the TypeScript compiler. */
export async function cruise(base: string, folders: readonly string[]): Promise<Cruise> {
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  const config = join(root, '.dependency-cruiser.cjs')
  const run = promisify(execFile)(process.execPath, [program, '--config', config, '--output-type', 'json', ...folders], {
    cwd: base,
    maxBuffer: 64 * 1024 * 1024,
  })
  // It exits with the number of errors; only an output that is not JSON means that it failed.
  const { stdout } = await run.catch((error: { stdout: string }) => error)
  const result = JSON.parse(stdout) as {
    modules: { source: string }[]
    summary: { violations: { rule: { name: string }; from: string; to: string }[] }
  }
  return {
    modules: result.modules.map((module) => module.source),
    violations: result.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}
