import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'

/** `npm run bench -- <name>` runs bench/<name>.ts, which exports `run`; without a name, one after the other, each in a process of its own. */
const [name] = process.argv.slice(2)
const files = (await readdir(new URL('.', import.meta.url))).filter((entry) => entry.endsWith('.ts') && !/^(run|measure)\.ts$/.test(entry))
const all = files.map((entry) => entry.replace('.ts', '')).sort()
if (name === undefined) {
  for (const each of all) {
    console.log(`\n## ${each}\n`)
    const { status } = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1, 2), each], { stdio: 'inherit' })
    if (status !== 0) process.exitCode = 1
  }
} else if (all.includes(name)) {
  const bench = (await import(new URL(`./${name}.ts`, import.meta.url).href)) as { run(): Promise<void> }
  await bench.run()
} else {
  console.error(`Give one of these, or nothing for all: ${all.join(', ')}`)
  process.exitCode = 1
}
