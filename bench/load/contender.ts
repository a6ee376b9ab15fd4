import type { ListenerOptions } from './listener.js'

export interface Contender {
  readonly name: string
  /** Where it listens; several nodes share the users. */
  readonly ports: readonly number[]
  /** One a user, in the world's order. */
  readonly tokens: readonly string[]
  /** How a user's socket is opened. */
  listen(user: number): Omit<ListenerOptions, 'heard'>
  /** What a client does once its socket is open. */
  subscribe(user: number): Promise<void>
  /** Resolves once it has done what it had put off, so that it costs nobody else's turn. Absent: it puts nothing off. */
  settle?(): Promise<void>
  /** Milliseconds of CPU that its processes have used. */
  cpu(): number
  /** Bytes that its processes hold once they have collected what is garbage. */
  memory(): Promise<number>
  close(): Promise<void>
}

/** What another process needs to know to be among its clients. */
export type Entrance = Pick<Contender, 'name' | 'ports' | 'tokens'>

/** Signs the tokens, on both sides. */
export const secret = 'a secret of the benchmarks 0123456789 abcdef'
/** Seconds. */
export const day = 86_400

/** A socket of each user, by their token, for those that say what Parley says. */
export const listening = (ports: readonly number[], tokens: readonly string[]) => (user: number) => ({
  port: ofUser(ports, user),
  path: '/v1/ws',
  headers: { Authorization: `Bearer ${tokens[user]}` },
  ready: '{"type":"ready"',
  message: '{"type":"message.created"',
})

export const ofUser = (ports: readonly number[], user: number): number => ports[user % ports.length] ?? 0
