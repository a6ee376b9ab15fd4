import { destination, type Logger, pino } from 'pino'
import type { RecordedSecurityEvent } from '../domain/security-event.js'
import type { Config } from './config.js'

/** Where nothing secret should be; if it ever is, it is not written. */
const secrets = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'currentPassword',
  'newPassword',
  'token',
  'accessToken',
  'refreshToken',
]
const words = ['text', 'html', 'body', 'to', 'email']
const redact = [...secrets, ...words].flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])

/** Where lines wait for a disk that is full; more of them are dropped. */
const mostHeldBack = 1_048_576

/** Unlike `process.stdout`, it goes on after an error: what cannot be written (a full disk, a reader that is gone) is tried again with the next line. */
const standardOutput = destination({ fd: 1, sync: true, maxLength: mostHeldBack }).on('error', () => undefined)

/** Writes to the standard output, now or as soon as it takes it. */
export const print = (text: string): void => void standardOutput.write(text)

/** One line of JSON for each event, on the standard output. */
export function createLog(level: Config['logLevel'], write: (line: string) => void = print): Logger {
  const options = { level, base: null, redact: { paths: redact, censor: '…' }, serializers: { err: describe } }
  return pino(options, { write: (line) => write(escapeControls(line)) })
}

export function writeSecurityEvent(log: Logger, { id, at, type, outcome, userId, sessionId, origin, detail }: RecordedSecurityEvent): void {
  const event = { id, at, type, outcome, user: userId, session: sessionId, ...(origin ?? { requestId: null, ip: null }), detail }
  log[outcome === 'success' ? 'info' : 'warn'](event, `security: ${type} ${outcome}`)
}

/** JSON escapes what ends a line for a machine; this is the rest, which ends one or moves the cursor for a person who looks at it. */
const escapeControls = (line: string): string =>
  line.replace(/[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })

const maxMessage = 500

/** What Prisma's driver adapter knows of a failure, in the plain object that is its cause. `detail` is left out: it has the row. */
const driverFacts: ReadonlySet<string> = new Set(['kind', 'originalCode', 'originalMessage', 'reason', 'host', 'port'])

const factsOf = (cause: object): object =>
  Object.fromEntries(
    Object.entries(cause).flatMap(([name, value]: [string, unknown]) =>
      driverFacts.has(name) && (typeof value === 'string' || typeof value === 'number') ? [[name, String(value).slice(0, maxMessage)]] : [],
    ),
  )

/** An error without what others put into theirs: Prisma quotes the whole call with its values, drivers add rows. */
function describe(error: unknown): object {
  if (typeof error === 'object' && error !== null && 'kind' in error && !(error instanceof Error)) return factsOf(error)
  if (!(error instanceof Error)) return { message: typeof error }
  const lines = error.message.split('\n').filter((line) => line.trim() !== '')
  const message = (error.name.startsWith('Prisma') ? lines.at(-1) : error.message) ?? ''
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? { code: error.code } : {}
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) }
  return { type: error.name, ...code, message: message.slice(0, maxMessage), stack: frames.join('\n'), ...cause }
}
