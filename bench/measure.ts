import { cpus, loadavg, totalmem } from 'node:os'
import { median } from '../test/support/median.js'

/** What the figures were measured on, in one line. */
export function machine(): string {
  const [cpu] = cpus()
  const [load = 0] = loadavg()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpu?.model ?? 'unknown processor'}, ${cpus().length} cores, ${memory} GiB, Node ${process.version}, load ${load.toFixed(1)} at the start`
}

/** Median, and what it was between, with so many digits after the point. */
export const spread = (values: readonly number[], digits = 0): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`

/** So many callers, each awaiting one call before the next, for so long: how many calls a second came out well. */
export async function rate(
  callers: number,
  milliseconds: number,
  call: (caller: number, turn: number) => Promise<unknown>,
): Promise<number> {
  const start = performance.now()
  let good = 0
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let turn = 0; performance.now() - start < milliseconds; turn += 1) {
        if (await call(caller, turn)) good += 1
      }
    }),
  )
  return (good / (performance.now() - start)) * 1_000
}

/** What half of the values, and 99 % of them, are at most. */
export type Tails = readonly [half: number, most: number]

export function tails(values: readonly number[]): Tails {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return [at(0.5), at(0.99)]
}

/** A row of a table: what it is of, and of both tails the median (least–most) of the rounds. */
export function tailRow(what: string, found: readonly Tails[]): string {
  const column = (place: 0 | 1) =>
    spread(
      found.map((each) => each[place]),
      1,
    )
  return `| ${what} | ${column(0)} | ${column(1)} |`
}
