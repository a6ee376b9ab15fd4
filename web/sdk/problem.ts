import { array, type Decoded, Malformed, object, string } from './decode.js'

const problem = object(
  { code: string, title: string },
  { detail: string, requestId: string, errors: array(object({ path: string, message: string })) },
)

/** The server refused: RFC 9457, with the code that the contract lists. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  /** Which field was wrong, and how. */
  readonly errors: readonly { readonly path: string; readonly message: string }[]
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | null

  constructor(status: number, body: Decoded<typeof problem> | null, retryAfter: number | null) {
    super(body?.detail ?? body?.title ?? `The server answered ${status}.`)
    this.status = status
    this.code = body?.code ?? 'unexpected'
    this.requestId = body?.requestId ?? null
    this.errors = body?.errors ?? []
    this.retryAfter = retryAfter
  }
}

/** No answer: the network is away, or the server did not answer in time. */
export class Unreachable extends Error {
  constructor() {
    super('The server cannot be reached. Check your connection.')
  }
}

/** Somebody signed out, or another person signed in, while a call was under way. */
export class SessionEnded extends Error {}

/** Whether the same call may succeed later. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof ApiProblem && (error.status === 429 || error.status >= 500))

export function problemOf(status: number, body: unknown, retryAfter: string | null): ApiProblem {
  const seconds = Number(retryAfter ?? Number.NaN)
  return new ApiProblem(status, readProblem(body), Number.isFinite(seconds) ? seconds : null)
}

function readProblem(body: unknown): Decoded<typeof problem> | null {
  try {
    return problem(body)
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}
