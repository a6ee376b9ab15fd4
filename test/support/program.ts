import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { until } from './until.js'

/**
 * A port that was free a moment ago: none of those that the system gives to connections and to who listens on any, one of which could take it before
 * it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768)
    const server = createServer()
    const listens = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, () => resolve(true))
    })
    if (!listens) continue
    server.close()
    await once(server, 'close')
    return port
  }
}

/** Whatever starts it has built it first: `npm run jest` in its global setup, the benches and the proof in their scripts. */
const built = ['dist/server/cli.js']

/** The program as its user starts it: a process of its own, with nothing of our environment but what is given. */
export class Program {
  readonly process: ChildProcess
  output = ''
  exitCode: number | null = null

  /** `into`: an open file that takes what it prints, instead of `output`. */
  constructor(settings: Readonly<Record<string, string>>, program: readonly string[] = built, into: 'pipe' | number = 'pipe') {
    this.process = spawn(process.execPath, [...program], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LINK_PREVIEWS: 'off', ...settings },
      stdio: ['ignore', into, into],
    })
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8')
      stream?.on('data', (text: string) => {
        this.output += text
      })
    }
    this.process.on('exit', (code) => {
      this.exitCode = code ?? -1
    })
  }

  async ready(limitMs = 30_000): Promise<this> {
    await until('the program was ready', () => this.output.includes('Ready:') || this.exitCode !== null, limitMs)
    if (this.exitCode !== null) throw new Error(`the program ended with ${this.exitCode}: ${this.output}`)
    return this
  }

  async kill(signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM'): Promise<number> {
    this.process.kill(signal)
    return this.ended()
  }

  async ended(limitMs = 15_000): Promise<number> {
    await until('the program ended', () => this.exitCode !== null, limitMs)
    return this.exitCode ?? -1
  }
}

/** A node on a port of its own, once it is ready. */
export async function startNode(settings: Readonly<Record<string, string>>): Promise<{ readonly url: string; readonly program: Program }> {
  const port = await freePort()
  const program = new Program({ ...settings, PORT: String(port) })
  try {
    await program.ready()
  } catch (error) {
    await program.kill('SIGKILL')
    throw error
  }
  return { url: `http://127.0.0.1:${port}`, program }
}
