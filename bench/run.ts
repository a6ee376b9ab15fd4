import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'

/** `npm run bench -- <name>` runs bench/<name>.ts, which exports `run`. */
const [name = ''] = process.argv.slice(2)
const file = new URL(`./${name}.ts`, import.meta.url)
if (!/^[a-z-]+$/.test(name) || name === 'run' || !existsSync(file)) {
  const all = (await readdir(new URL('.', import.meta.url))).filter((entry) => entry.endsWith('.ts') && !/^(run|measure)\.ts$/.test(entry))
  console.error(`Give one of these: ${all.map((entry) => entry.replace('.ts', '')).join(', ')}`)
  process.exitCode = 1
} else {
  const bench = (await import(file.href)) as { run(): Promise<void> }
  await bench.run()
}
