import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { freePort } from '../../support/program.js'
import { until } from '../../support/until.js'

/** PostgreSQL refuses to run as root. */
const asPostgres = (command: string, parameters: readonly string[]): readonly [string, string[]] =>
  process.getuid?.() === 0 ? ['runuser', ['-u', 'postgres', '--', command, ...parameters]] : [command, [...parameters]]

function binary(name: string): string {
  const versions = readdirSync('/usr/lib/postgresql').sort((one, other) => Number(one) - Number(other))
  return join('/usr/lib/postgresql', versions.at(-1) ?? '', 'bin', name)
}

/** A PostgreSQL of the run's own, with the settings that a server has, `fsync` included. */
export class PrivatePostgres {
  readonly #socketFolder: string
  #port: number
  #data: string

  private constructor(port: number, folder: string) {
    this.#port = port
    this.#socketFolder = folder
    this.#data = join(folder, 'data')
  }

  static async start(folder: string): Promise<PrivatePostgres> {
    const own = join(folder, 'postgres')
    mkdirSync(own)
    chmodSync(folder, 0o755)
    if (process.getuid?.() === 0) execFileSync('chown', ['postgres', own])
    const postgres = new PrivatePostgres(await freePort(), own)
    postgres.#run('initdb', ['-D', postgres.#data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'])
    postgres.start()
    return postgres
  }

  /** Another one after each `failOver`. */
  get port(): number {
    return this.#port
  }

  get url(): string {
    return `postgresql://postgres@127.0.0.1:${this.port}/postgres`
  }

  start(): void {
    this.#start(this.#port, this.#data)
  }

  #start(port: number, data: string): void {
    const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: this.#socketFolder, max_connections: 100 }
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
    this.#run('pg_ctl', ['-D', data, '-l', join(this.#socketFolder, 'log'), '-w', '-t', '60', '-o', options.join(' '), 'start'])
  }

  /** As after a crash: nothing is finished, and the log is replayed at the next start. */
  crash(): void {
    this.#run('pg_ctl', ['-D', this.#data, '-m', 'immediate', '-w', 'stop'])
  }

  /**
   * A copy is made that every commit waits for, the server crashes, and the copy is the server from then on: read-only until `whileReadOnly`
   * is over. What is committed meanwhile is lost only if it is lost to who was told.
   */
  async failOver(whileReadOnly: (port: number) => Promise<void>): Promise<void> {
    const port = await freePort()
    const data = join(this.#socketFolder, `data-${port}`)
    const [command, parameters] = asPostgres(binary('pg_basebackup'), ['-d', this.url, '-D', data, '-R', '-c', 'fast'])
    await promisify(execFile)(command, parameters, { timeout: 60_000, cwd: '/' })
    this.#start(port, data)
    await this.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`)
    const [told] = await this.query<{ at: Date }>('SELECT clock_timestamp() AS at FROM pg_reload_conf()')
    const older = 'SELECT FROM pg_stat_activity WHERE xact_start <= $1'
    await until('nobody commits as before', async () => (await this.query(older, [told?.at])).length === 0)
    const [head] = await this.query<{ lsn: string }>('SELECT pg_current_wal_lsn() AS lsn')
    const follows = `SELECT FROM pg_stat_replication WHERE sync_state = 'sync' AND flush_lsn >= $1::pg_lsn`
    await until('the copy has all of it', async () => (await this.query(follows, [head?.lsn])).length > 0)
    this.crash()
    this.#port = port
    this.#data = data
    await whileReadOnly(port)
    this.#run('pg_ctl', ['-D', data, '-w', 'promote'])
  }

  async query<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const client = new Client({ connectionString: this.url })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return (await client.query(sql, [...values])).rows as Row[]
    } finally {
      await client.end()
    }
  }

  #run(name: string, parameters: readonly string[]): void {
    const [command, all] = asPostgres(binary(name), parameters)
    execFileSync(command, all, { stdio: 'ignore', timeout: 90_000, cwd: '/' })
  }
}

/** A Redis of the run's own that keeps nothing. */
export class PrivateRedis {
  readonly port: number
  #process: ChildProcess | null = null

  private constructor(port: number) {
    this.port = port
  }

  static async start(): Promise<PrivateRedis> {
    const redis = new PrivateRedis(await freePort())
    await redis.start()
    return redis
  }

  async start(): Promise<void> {
    const settings = [
      '--port',
      String(this.port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--enable-debug-command',
      'yes',
    ]
    this.#process = spawn('redis-server', settings, { stdio: 'ignore' })
    await until(
      'Redis answers',
      () =>
        this.command('PING')
          .then(() => true)
          .catch(() => false),
      15_000,
    )
  }

  async kill(): Promise<void> {
    const process = this.#process
    if (!process || process.exitCode !== null) return
    process.kill('SIGKILL')
    await once(process, 'exit')
  }

  /** On a connection of its own, past every link. */
  async command(name: string, ...parameters: readonly string[]): Promise<unknown> {
    const redis = new Redis({ port: this.port, host: '127.0.0.1', retryStrategy: () => null, lazyConnect: true })
    redis.on('error', () => undefined)
    try {
      await redis.connect()
      return await redis.call(name, ...parameters)
    } finally {
      redis.disconnect()
    }
  }
}
