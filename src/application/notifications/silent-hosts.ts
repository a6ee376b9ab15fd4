import { hostOf } from '../../domain/notifications/push-subscription.js'

/** In a row, without an answer between them. */
const mostMisses = 3
/** Milliseconds. */
const pause = 15_000
/** Somebody makes up names. */
const mostHosts = 1_000

/** Push services that do not answer. Each is left alone for a while, so that what is for others does not wait behind it. */
export class SilentHosts {
  readonly #hosts = new Map<string, { misses: number; until: number }>()

  /** Until when nothing is to be sent there; `null`: now is fine. */
  pauseOf(endpoint: string, now: Date): Date | null {
    const { until = 0 } = this.#hosts.get(hostOf(endpoint) ?? '') ?? {}
    return until > now.getTime() ? new Date(until) : null
  }

  answered(endpoint: string): void {
    this.#hosts.delete(hostOf(endpoint) ?? '')
  }

  missed(endpoint: string, now: Date): void {
    const host = hostOf(endpoint) ?? ''
    const misses = (this.#hosts.get(host)?.misses ?? 0) + 1
    if (this.#hosts.size >= mostHosts) this.#hosts.clear()
    this.#hosts.set(host, { misses, until: misses >= mostMisses ? now.getTime() + pause : 0 })
  }
}
