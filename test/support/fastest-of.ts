/**
 * Milliseconds of processor time of the fastest of so many runs, the later ones only after a slow one: what the work takes, whatever else the
 * machine does.
 */
export function fastestOf(runs: number, work: () => void, fastEnough = 10): number {
  let fastest = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs && fastest > fastEnough; run += 1) {
    const begun = process.cpuUsage()
    work()
    fastest = Math.min(fastest, process.cpuUsage(begun).user / 1_000)
  }
  return fastest
}
