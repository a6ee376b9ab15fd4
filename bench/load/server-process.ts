import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'
import { freePort } from '../../test/support/program.js'
import { until } from '../../test/support/until.js'
import type { Contender } from './contender.js'

export type Settings = Readonly<Record<string, string>>

/** As `npm start` does it: with Node's options that stand there. */
export const asUsersDo = String(JSON.parse(readFileSync('package.json', 'utf8')).scripts.start)
  .split(' ')
  .slice(1)

/** A peer may be, or use, TypeScript. */
export const startPeer = (file: string, settings: Settings) => startServer(['--import', 'tsx', file], settings)

export async function startServer(
  args: readonly string[],
  settings: Settings,
): Promise<Pick<Contender, 'ports' | 'cpu' | 'memory' | 'close'>> {
  const [port, inspector] = [await freePort(), await freePort()]
  const own = { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port) }
  const profile = process.env['BENCH_PROFILE'] ? ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`] : []
  const child = spawn(process.execPath, [`--inspect-port=${inspector}`, ...profile, ...args], {
    env: { ...own, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await ready(child)
  const { pid = 0 } = child
  return {
    ports: [port],
    cpu: () => cpuOf(pid),
    memory: async () => {
      await collectGarbage(pid, inspector)
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024
    },
    close: async () => {
      child.kill('SIGINT')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => {
      if (text.includes('Ready:')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`A server ended with ${code}.`)))
  })
}

/** Milliseconds, of user and system together: Linux counts them in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Asks over the inspector, which listens from the first time on. */
async function collectGarbage(pid: number, port: number): Promise<void> {
  process.kill(pid, 'SIGUSR1')
  const list = () =>
    fetch(`http://127.0.0.1:${port}/json/list`).then((answer) => answer.json() as Promise<{ webSocketDebuggerUrl: string }[]>)
  const [target] = await until('the inspector listens', () => list().catch(() => null))
  const inspector = new WebSocket(target?.webSocketDebuggerUrl ?? '')
  await once(inspector, 'open')
  // What weak references held goes with the second.
  for (const id of [1, 2]) {
    inspector.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }))
    await once(inspector, 'message')
  }
  inspector.close()
}
