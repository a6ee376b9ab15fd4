import { simulate, told } from './simulate.js'

/** What many schedules came to. */
export interface Simulations {
  readonly messages: number
  readonly faults: number
  /** Of the first one that was not whole, where the rest was left. */
  readonly failure: string | null
}

/** A program: `schedules.ts FIRST LAST` runs those between and prints what they came to as JSON. Outside of Jest, whose sandbox makes it twice as slow. */
async function run(first: number, last: number): Promise<Simulations> {
  let [messages, faults] = [0, 0]
  for (let seed = first; seed <= last; seed += 1) {
    const simulated = await simulate(seed)
    if (simulated.violations.length > 0) return { messages, faults, failure: told(simulated) }
    messages += simulated.history.messages.length
    faults += simulated.log.filter((line) => / F\d+ /.test(line)).length
  }
  return { messages, faults, failure: null }
}

const [first, last] = process.argv.slice(2).map(Number)
console.log(JSON.stringify(await run(first ?? 1, last ?? 1)))
