import { execFileSync } from 'node:child_process'
import { findServices } from './services.mjs'

export default async function setUp() {
  // Some tests start the program as its users do, built: here, so that it is never out of date.
  execFileSync(process.execPath, ['node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
  await findServices()
}
