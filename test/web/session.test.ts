import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { Http } from '../../web/sdk/http.js'
import { ApiProblem, SessionEnded, Unreachable } from '../../web/sdk/problem.js'
import { Session } from '../../web/sdk/session.js'
import { nothing, type Transport } from '../../web/sdk/transport.js'
import { person } from './model-server.js'

const refusal = (status: number, code: string) => new ApiProblem(status, { code, title: 'No' }, null)

class FakeServer {
  readonly calls: { path: string; token: string | null }[] = []
  generation = 0
  user = person('ada')
  trouble: Error | null = null
  expiresIn = 900
  /** Tokens of other generations are refused. */
  accepts: (token: string | null) => boolean = () => true

  transport: Transport = async (call, token) => {
    this.calls.push({ path: call.path, token })
    await Promise.resolve()
    if (this.trouble) throw this.trouble
    if (call.path === '/v1/auth/refresh' || call.path === '/v1/auth/login') {
      this.generation += 1
      return call.decode({ accessToken: `token-${this.generation}`, expiresIn: this.expiresIn, tokenType: 'Bearer', user: this.user })
    }
    if (call.path === '/v1/me' && !this.accepts(token)) throw refusal(401, 'token_expired')
    return call.decode(null)
  }

  count(path: string): number {
    return this.calls.filter((call) => call.path === path).length
  }
}

let server: FakeServer
let session: Session
const me = { method: 'GET', path: '/v1/me', decode: nothing } as const

beforeEach(() => {
  jest.useFakeTimers()
  server = new FakeServer()
  session = new Session(server.transport, { random: () => 0.5 })
})

afterEach(() => {
  session.stop()
  jest.useRealTimers()
})

describe('Session', () => {
  it('takes up the session of the cookie', async () => {
    await session.restore()
    expect(session.state.get()).toEqual({ status: 'signed-in', user: person('ada') })
  })

  it('S157 renews once for a storm of refused calls', async () => {
    await session.restore()
    server.accepts = (token) => token === 'token-2'
    const http = new Http(server.transport, session)
    await Promise.all(Array.from({ length: 20 }, () => http.call(me)))
    expect(server.count('/v1/auth/refresh')).toBe(2)
  })

  it('S157 renews nothing for a refusal that comes late, when the token has been renewed already', async () => {
    await session.restore()
    const refused = await session.token()
    await session.renew()
    expect(await session.replace(refused)).toBe('token-2')
    expect(server.count('/v1/auth/refresh')).toBe(2)
  })

  it('S157 ends once when the session is gone, and asks no more', async () => {
    await session.restore()
    const states: string[] = []
    session.state.subscribe(() => states.push(session.state.get().status))
    server.trouble = refusal(401, 'refresh_token_reused')
    const http = new Http(server.transport, session)
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => http.call(me)))
    expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason instanceof SessionEnded)).toBe(true)
    expect(session.state.get()).toEqual({ status: 'signed-out', ended: true })
    expect(states).toEqual(['signed-out'])
    const before = server.calls.length
    await expect(http.call(me)).rejects.toBeInstanceOf(SessionEnded)
    await jest.advanceTimersByTimeAsync(3_600_000)
    expect(server.calls).toHaveLength(before)
  })

  it.each([refusal(503, 'unavailable'), refusal(429, 'rate_limited'), new Unreachable()])(
    'S157 signs nobody out because of %s',
    async (trouble) => {
      await session.restore()
      server.trouble = trouble
      await expect(session.renew()).rejects.toBe(trouble)
      expect(session.state.get().status).toBe('signed-in')
    },
  )

  it('keeps asking at the start while nobody answers, and is then as if nothing had been', async () => {
    server.trouble = new Unreachable()
    await session.restore()
    expect(session.state.get()).toEqual({ status: 'starting', failing: true })
    server.trouble = null
    await jest.advanceTimersByTimeAsync(60_000)
    expect(session.state.get().status).toBe('signed-in')
  })

  it('renews before the token ends, so that the socket lives on', async () => {
    await session.restore()
    await jest.advanceTimersByTimeAsync(0.7 * 900_000)
    expect(server.count('/v1/auth/refresh')).toBe(1)
    await jest.advanceTimersByTimeAsync(0.2 * 900_000)
    expect(server.count('/v1/auth/refresh')).toBe(2)
  })

  it('does not use a token that ends in a moment', async () => {
    await session.restore()
    session.stop()
    expect(await session.token()).toBe('token-1')
    jest.setSystemTime(Date.now() + 895_000)
    expect(await session.token()).toBe('token-2')
  })

  it('S158 tells when the cookie turns out to be of somebody else', async () => {
    await session.restore()
    server.user = person('bob')
    await session.renew()
    expect(session.state.get()).toEqual({ status: 'signed-in', user: person('bob') })
  })

  it('stays signed in when signing out does not reach the server, whose cookie would still be good', async () => {
    await session.restore()
    server.trouble = new Unreachable()
    await expect(session.logout()).rejects.toBeInstanceOf(Unreachable)
    expect(session.state.get().status).toBe('signed-in')
    server.trouble = null
    await session.logout()
    expect(session.state.get()).toEqual({ status: 'signed-out', ended: false })
  })
})
