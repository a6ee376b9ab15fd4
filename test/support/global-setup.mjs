import { execFileSync } from 'node:child_process'
import { findServices } from './services.mjs'

export default async function setUp() {
  await buildOnce()
  await findServices()
}

/** Some tests take what is built, and start the program as its users do. A run within a run finds it built: it is not taken away under the outer one. */
async function buildOnce() {
  if (process.env.TEST_BUILT) return
  execFileSync(process.execPath, ['node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
  execFileSync(process.execPath, ['scripts/bundle.mjs'], { stdio: 'inherit' })
  process.env.TEST_BUILT = 'true'
}
