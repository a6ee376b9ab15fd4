import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What a label may be, with what is counted under it. */
type Labelled = ReadonlyMap<string, number>

/** Seconds. */
const durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Figures of this node in the form of Prometheus: asked for when they are read, kept by those who have them. */
export class PrometheusMetrics {
  readonly #registry = new Registry()
  readonly #requests = new Histogram({
    name: 'parley_http_request_duration_seconds',
    help: 'Requests by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: durations,
    registers: [this.#registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  /** What goes up and down. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read())
      },
    })
  }

  /** What has only ever gone up since the start. */
  counter(name: string, help: string, read: () => number): void {
    this.counters(name, help, null, () => new Map([['', read()]]))
  }

  /** The same, apart by a label. */
  counters(name: string, help: string, label: string | null, read: () => Labelled): void {
    new Counter({
      name,
      help,
      labelNames: label === null ? [] : [label],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const [value, count] of read()) this.inc(label === null ? {} : { [label]: value }, count)
      },
    })
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status }, seconds)
  }

  /** The text, and what kind of text it is. */
  async read(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() }
  }
}
