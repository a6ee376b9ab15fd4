import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import pg from 'pg'
import { type Answer, call, type Json, type Person } from './client.js'

/** What goes along with a request. */
export interface Sent {
  readonly body?: Json
  readonly headers?: Readonly<Record<string, string>>
}

/** Tells what requests that this process serves have the database do. */
export interface StatementLog {
  /**
   * The answer, and the statements it took, beginnings and ends of transactions included. What finds out who is calling is left out: it is
   * remembered for seconds, and asked for again at any time. So is the audit log: it is written a moment later, for many requests at once.
   */
  ask(url: string, by: Person | null, method: string, path: string, sent?: Sent): Promise<{ answer: Answer; statements: readonly string[] }>
  stop(): void
}

/** What the driver is given: a text, or a query that has one. */
const textOf = (query: unknown): string => (typeof query === 'string' ? query : String((query as { text?: unknown } | null)?.text))

/** Follows every request from where it is taken to the driver, through all that is awaited; what the process does beside it is not its own. */
export function logStatements(): StatementLog {
  const current = new AsyncLocalStorage<string[]>()
  const logs = new Map<string, string[]>()
  const begin = (message: unknown) => {
    const statements: string[] = []
    logs.set(String((message as { request: IncomingMessage }).request.headers['x-request-id']), statements)
    current.enterWith(statements)
  }
  const starts = channel('http.server.request.start')
  starts.subscribe(begin)

  const { prototype } = pg.Client
  const query = prototype.query as (...parameters: unknown[]) => unknown
  Object.assign(prototype, {
    query(this: unknown, ...parameters: unknown[]) {
      current.getStore()?.push(textOf(parameters[0]))
      return query.apply(this, parameters)
    },
  })
  const statementsOf = async (url: string, by: Person | null, method: string, path: string, { headers, ...sent }: Sent = {}) => {
    const id = randomUUID()
    const token = by === null ? {} : { token: by.token }
    const answer = await call(url, method, path, { ...token, ...sent, headers: { ...headers, 'X-Request-Id': id } })
    return { answer, statements: [...(logs.get(id) ?? [])] }
  }
  let ofTheGate: ReadonlySet<string> | null = null
  /** What a session's first request takes, and its second does not. */
  const learnGate = async (url: string, person: Person) => {
    await person.logIn()
    const [first, second] = [await statementsOf(url, person, 'GET', '/v1/rooms'), await statementsOf(url, person, 'GET', '/v1/rooms')]
    return new Set(first.statements.filter((text) => !second.statements.includes(text)))
  }
  return {
    async ask(url, by, method, path, sent) {
      if (by !== null) ofTheGate ??= await learnGate(url, by)
      const { answer, statements } = await statementsOf(url, by, method, path, sent)
      return { answer, statements: statements.filter((text) => !ofTheGate?.has(text) && !text.includes('INSERT INTO security_events')) }
    },
    stop: () => {
      starts.unsubscribe(begin)
      Object.assign(prototype, { query })
    },
  }
}
