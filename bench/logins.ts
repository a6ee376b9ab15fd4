import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { startTestApp } from '../test/support/app.js'
import { Person, password } from '../test/support/client.js'
import { median } from '../test/support/median.js'
import { machine, spread } from './measure.js'

const atOnce = 200
const rounds = 5

/** Runs in a thread of its own, so that the callers' work is not taken for the server's. */
const callers = `
const { parentPort, workerData: { url, body, atOnce } } = require('node:worker_threads')
const call = async () => {
  const begun = performance.now()
  const answer = await fetch(url + '/v1/auth/login', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  await answer.arrayBuffer()
  return { status: answer.status, took: performance.now() - begun }
}
parentPort.on('message', async () => parentPort.postMessage(await Promise.all(Array.from({ length: atOnce }, call))))
`

/** 200 people sign in at the same moment: how long they wait, and how long everything else on the node waits for its turn of the event loop. */
export async function run(): Promise<void> {
  const app = await startTestApp()
  const ada = await Person.signUp(app.url, 'ada')
  const workerData = { url: app.url, body: JSON.stringify({ email: ada.email, password }), atOnce }
  const worker = new Worker(callers, { eval: true, workerData })
  const round = () =>
    new Promise<readonly { readonly status: number; readonly took: number }[]>((resolve) => {
      worker.once('message', resolve)
      worker.postMessage('go')
    })
  const memory = { before: process.memoryUsage().rss, most: 0 }
  const watch = setInterval(() => {
    memory.most = Math.max(memory.most, process.memoryUsage().rss)
  }, 20)
  console.log(`${machine()}\n${atOnce} sign-ins at once, ${rounds} rounds\n`)
  console.log(
    '| answered 200 | refused 503 | sign-ins/s | wait, ms: median (least–most) | event loop delay p99, ms |\n|---|---|---|---|---|',
  )
  await round()
  const delays: number[] = []
  for (let count = 0; count < rounds; count += 1) {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const begun = performance.now()
    const answers = await round()
    const seconds = (performance.now() - begun) / 1_000
    delay.disable()
    // The histogram counts from timer to timer: what is above the timer's own 5 ms is delay.
    const p99 = delay.percentile(99) / 1e6 - 5
    delays.push(p99)
    const good = answers.filter(({ status }) => status === 200)
    const busy = answers.filter(({ status }) => status === 503).length
    const waits = spread(good.map(({ took }) => took))
    console.log(`| ${good.length} | ${busy} | ${Math.round(good.length / seconds)} | ${waits} | ${p99.toFixed(1)} |`)
  }
  clearInterval(watch)
  console.log(`\nEvent loop delay p99: median ${median(delays).toFixed(1)} ms (wanted: below 100).`)
  console.log(`Memory: ${Math.round(memory.before / 2 ** 20)} MiB before, ${Math.round(memory.most / 2 ** 20)} MiB at most.`)
  await worker.terminate()
  await app.close()
}
