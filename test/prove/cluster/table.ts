import type { Proof } from './prove.js'
import { percentile } from './round.js'

/** What a proof has to say, as Markdown: each fault with how often it was, and how long it took to be whole again. */
export function tableOf({ faults, acknowledged, frames, seconds, failure }: Proof): string {
  const ids = [...new Set(faults.map(({ id }) => id))].sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)))
  const rows = ids.map((id) => {
    const all = faults.filter((fault) => fault.id === id)
    const sum = (pick: (fault: (typeof all)[number]) => number) => all.reduce((total, fault) => total + pick(fault), 0)
    const recoveries = all.map(({ recovery }) => recovery)
    const cells = [
      id,
      all[0]?.name ?? '',
      all.length,
      sum((fault) => fault.acknowledged),
      sum((fault) => fault.retries),
      percentile(recoveries, 0.5),
      Math.max(...recoveries),
      percentile(
        all.map(({ p99 }) => p99),
        0.5,
      ),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    `${acknowledged} messages acknowledged, ${frames} frames on sockets, ${faults.length} faults, ${Math.round(seconds)} s: ${failure ? 'VIOLATED' : 'no violation'}`,
    '',
    '| fault | | times | acknowledged meanwhile | sends tried again | whole again, median ms | at most | p99 of a send meanwhile, ms |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}
