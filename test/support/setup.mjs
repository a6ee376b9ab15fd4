import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findServices } from './services.mjs'

/** Jest's global setup: what the workers need to find, done once before them. */
export default async function setUp() {
  compile()
  await findServices()
}

/** Brings dist up to date, for tests that start the program or pack the package. Half a second; nothing is written where nothing changed. */
function compile() {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('@typescript/native/package.json')), 'bin', 'tsc')
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'ignore' })
  if (status !== 0)
    process.stderr.write('The sources do not compile (npm run typecheck says where): dist holds what could be made of them.\n')
}
