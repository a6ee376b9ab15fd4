import { freePort, Program } from '../../support/program.js'
import { Link } from './link.js'

/** A node of Parley in a process of its own, which reaches its clients, PostgreSQL and Redis by links that can be made bad. */
export class ClusterNode {
  readonly name: string
  readonly front: Link
  readonly toPostgres: Link
  readonly toRedis: Link
  readonly #settings: Readonly<Record<string, string>>
  #program: Program | null = null

  private constructor(name: string, links: readonly [Link, Link, Link], settings: Readonly<Record<string, string>>) {
    this.name = name
    const [front, toPostgres, toRedis] = links
    this.front = front
    this.toPostgres = toPostgres
    this.toRedis = toRedis
    this.#settings = settings
  }

  static async of(name: string, ports: { readonly postgres: number; readonly redis: number }, dataDir: string): Promise<ClusterNode> {
    const port = await freePort()
    const links = [await Link.to(port), await Link.to(ports.postgres), await Link.to(ports.redis)] as const
    const [, toPostgres, toRedis] = links
    const settings = {
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: `postgresql://postgres@127.0.0.1:${toPostgres.port}/postgres`,
      REDIS_URL: `redis://127.0.0.1:${toRedis.port}`,
      JWT_KEYS: 'prove:0123456789abcdefghijklmnopqrstuvwxyz',
      ACCESS_TOKEN_TTL: '86400',
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'fatal',
    }
    return new ClusterNode(name, links, settings)
  }

  get port(): number {
    return this.front.port
  }

  get isUp(): boolean {
    return this.#program !== null && this.#program.exitCode === null
  }

  get pid(): number {
    return this.#program?.process.pid ?? 0
  }

  async start(): Promise<void> {
    this.#program = await new Program(this.#settings).ready(60_000)
  }

  signal(signal: NodeJS.Signals): void {
    this.#program?.process.kill(signal)
  }

  /** Resolves once it is gone, with its exit code. */
  async end(signal: 'SIGKILL' | 'SIGTERM', limitMs = 30_000): Promise<number> {
    const program = this.#program
    if (!program || program.exitCode !== null) return 0
    program.process.kill(signal)
    return program.ended(limitMs)
  }

  async close(): Promise<void> {
    if (this.isUp) this.signal('SIGCONT')
    await this.end('SIGKILL')
    for (const link of [this.front, this.toPostgres, this.toRedis]) await link.close()
  }
}
