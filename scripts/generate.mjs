import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// Writes the Prisma client to src/generated, unless it is newer than everything it is made from.
const changedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)
const madeFrom = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json', 'scripts/generate.mjs']

if (changedAt('src/generated/prisma/client.ts') < Math.max(...madeFrom.map(changedAt))) {
  const prisma = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build', 'index.js')
  const { status } = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], {
    stdio: 'inherit',
    // Prisma first looks for its schema engine, a binary that it would download and that generating does not use: any program stands in for it.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, ...process.env },
  })
  process.exitCode = status ?? 1
}
