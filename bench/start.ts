import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmptyDatabase } from '../test/support/postgres.js'
import { freePort, Program } from '../test/support/program.js'
import { machine, spread } from './measure.js'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)

/** Seconds from the start of the program to its `Ready:`, beside the least that Node takes to start and to say something. */
export async function run(): Promise<void> {
  console.log(`${machine()}\n${rounds} rounds in turn; median (least–most), in seconds\n`)
  const found = new Map<string, number[]>()
  const measure = async (what: string, program: Program) => {
    const begun = performance.now()
    await program.ready()
    found.set(what, [...(found.get(what) ?? []), (performance.now() - begun) / 1_000])
    await program.kill('SIGTERM')
  }
  const start = async (settings: Readonly<Record<string, string>>) =>
    new Program({ ...settings, PORT: String(await freePort()), LOG_LEVEL: 'warn' })
  for (let round = 0; round < rounds; round += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
    const { url, drop } = await createEmptyDatabase()
    try {
      await measure('nothing: Node alone', new Program({}, ['-e', 'console.log("Ready:"); setInterval(() => {}, 1_000)']))
      const embedded = { DATA_DIR: join(folder, 'embedded') }
      await measure('a new embedded database', await start(embedded))
      await measure('an existing embedded database', await start(embedded))
      const server = { DATA_DIR: join(folder, 'postgres'), DATABASE_URL: url }
      await measure('PostgreSQL, an empty database', await start(server))
      await measure('PostgreSQL', await start(server))
    } finally {
      await drop()
      await rm(folder, { recursive: true, force: true })
    }
  }
  console.log('| on | ready after, s |\n|---|---|')
  for (const [what, times] of found) console.log(`| ${what} | ${spread(times, 2)} |`)
}
