import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Tails, tails } from '../measure.js'
import type { Entrance } from './contender.js'
import { Crowd, type Pace } from './crowd.js'
import { parleyDoor } from './parley.js'
import type { World } from './world.js'

interface Turn {
  readonly pace: Pace
  readonly milliseconds: number
}

/** A driver in a process of its own, with people of its own: what waits in its thread keeps nothing in the first one's waiting. */
export class SecondDriver {
  readonly #process: ChildProcess

  private constructor(child: ChildProcess) {
    this.#process = child
  }

  /** Everybody of that world is connected. */
  static async start(entrance: Entrance, world: World): Promise<SecondDriver> {
    const child = fork(fileURLToPath(import.meta.url), { execArgv: ['--import', 'tsx'] })
    const driver = new SecondDriver(child)
    await driver.#ask({ entrance, world })
    return driver
  }

  /** So many messages a second for so long; all must arrive. Answers the milliseconds from send to receipt. */
  send(pace: Pace, milliseconds: number): Promise<Tails> {
    return this.#ask({ pace, milliseconds } satisfies Turn)
  }

  end(): void {
    this.#process.kill()
  }

  async #ask<Answer>(question: object): Promise<Answer> {
    this.#process.send(question)
    const [answer] = await Promise.race([
      once(this.#process, 'message'),
      once(this.#process, 'exit').then(([code]) => Promise.reject(new Error(`The second driver ended with ${code}.`))),
    ])
    return answer as Answer
  }
}

async function drive({ entrance, world }: { readonly entrance: Entrance; readonly world: World }): Promise<void> {
  const { closeCallers, ...door } = parleyDoor(entrance)
  const crowd = new Crowd({ ...door, cpu: () => 0, memory: async () => 0, close: async () => closeCallers() }, world)
  await crowd.connect()
  process.on('message', ({ pace, milliseconds }: Turn) => {
    void crowd.latencies(pace, milliseconds).then(({ received }) => process.send?.(tails(received)))
  })
  process.send?.('connected')
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url))
  process.once('message', (start: Parameters<typeof drive>[0]) => void drive(start))
