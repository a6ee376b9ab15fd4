import type { Decoder } from './decode.js'
import { problemOf, Unreachable } from './problem.js'

export interface Call<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | null | undefined>>
  readonly body?: unknown
  readonly decode: Decoder<T>
  readonly signal?: AbortSignal
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

const timeLimit = 15_000

/** One HTTP call. @throws ApiProblem for a refusal, Unreachable without an answer, Malformed for an answer that is not of the contract. */
export type Transport = <T>(call: Call<T>, accessToken: string | null) => Promise<T>

export function transportTo(baseUrl: string, fetch: Fetch): Transport {
  return async (call, accessToken) => {
    const headers: Record<string, string> = { accept: 'application/json', 'x-requested-by': 'parley' }
    if (accessToken !== null) headers['authorization'] = `Bearer ${accessToken}`
    if (call.body !== undefined) headers['content-type'] = 'application/json'
    const response = await answer(call.signal, (signal) =>
      fetch(urlOf(baseUrl, call), {
        method: call.method,
        headers,
        signal,
        credentials: 'same-origin',
        cache: 'no-store',
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      }),
    )
    const body = await answer(call.signal, () => jsonOf(response))
    if (!response.ok) throw problemOf(response.status, body, response.headers.get('retry-after'))
    return call.decode(body)
  }
}

/** For calls that answer 202 or 204, or whose answer nobody needs. */
export const nothing: Decoder<void> = () => undefined

async function answer<T>(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = AbortSignal.timeout(timeLimit)
  try {
    return await work(signal ? AbortSignal.any([signal, limit]) : limit)
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Unreachable()
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return null
  }
}

function urlOf(baseUrl: string, { path, query }: Pick<Call<unknown>, 'path' | 'query'>): string {
  const url = new URL(path, baseUrl)
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value))
  }
  return url.href
}
