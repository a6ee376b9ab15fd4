/** Full jitter: anything from nothing to a limit that doubles with each failure, so that a crowd spreads out. Milliseconds. */
export function backoff(
  failures: number,
  random: () => number,
  limits: { base: number; cap: number } = { base: 500, cap: 30_000 },
): number {
  return random() * Math.min(limits.cap, limits.base * 2 ** Math.min(failures, 16))
}
