import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Answer, call, type Json, Person, password } from '../support/client.js'
import { median } from '../support/median.js'
import { requires } from '../support/requires.js'

/** So many of each kind. What slows the machine slows all kinds alike: they are under way together, each as often first as the others. */
const samples = 300
/** On a busy machine the medians of so few may differ by chance: then more are taken, and all of them count. */
const mostSamples = 900
/** Rounds in which connections are opened and code is compiled. */
const warmUp = 10

type Kinds = Readonly<Record<string, () => { readonly body: Json; readonly token?: string }>>

requires('postgres', 'redis')('somebody who wants to know who has an account', () => {
  let app: TestApp
  let far: RunningParley
  let known: Person
  let disabled: Person
  const pending = `pending_${randomBytes(5).toString('hex')}@example.com`

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
    far = await app.another()
    known = await Person.signUp(app.url, 'known')
    disabled = await Person.signUp(app.url, 'disabled')
    await app.query('UPDATE accounts SET disabled_at = now() WHERE id = $1', [disabled.id])
    await call(app.url, 'POST', '/v1/auth/register', { body: { email: pending, password, handle: fresh() } })
  }, 60_000)
  afterAll(() => app.close())

  const fresh = () => `n_${randomBytes(8).toString('hex')}`
  const unknown = () => `${fresh()}@example.com`

  /** All that an answer shows, but for when it came and the id of the request. */
  function seenOf({ status, headers, body }: Answer): string {
    const names = [...headers.keys()].filter((name) => name !== 'date')
    return JSON.stringify([status, { ...body, requestId: '' }, names, headers.get('content-length')])
  }

  /** The kinds are answered alike, and the medians of their times differ by less than a tenth, and by less than 10 ms. */
  async function expectAlike(path: string, kinds: Kinds, roundsAtOnce = 1): Promise<void> {
    const times = new Map(Object.keys(kinds).map((kind) => [kind, [] as number[]]))
    const seen = new Set<string>()
    const order = Object.entries(kinds)
    const medians = () => [...times].map(([kind, all]) => [kind, median(all)] as const)
    const most = () => Math.max(...medians().map(([, one]) => one))
    const difference = () => most() - Math.min(...medians().map(([, one]) => one))
    const isAlike = () => difference() < 10 && difference() < 0.1 * most()
    for (let round = -warmUp; round < samples || (round < mostSamples && !isAlike()); round += roundsAtOnce) {
      const measure = async ([kind, requestOf]: readonly [string, Kinds[string]]) => {
        const url = round % 2 ? far.url : app.url
        const begun = performance.now()
        const answer = await call(url, 'POST', path, requestOf())
        const time = performance.now() - begun
        seen.add(seenOf(answer))
        if (round >= 0) times.get(kind)?.push(time)
      }
      order.push(...order.splice(0, 1))
      await Promise.all(Array.from({ length: roundsAtOnce }, () => order.map(measure)).flat())
    }
    expect([...seen]).toHaveLength(1)
    const [[, first = []] = []] = times
    process.stderr.write(
      `${path}, median of ${first.length}: ${medians()
        .map(([kind, one]) => `${kind} ${one.toFixed(1)} ms`)
        .join(', ')}\n`,
    )
    expect(difference()).toBeLessThan(0.1 * most())
    expect(difference()).toBeLessThan(10)
  }

  it('S37 learns nothing from signing in', async () => {
    const wrong = 'not the right one'
    await expectAlike('/v1/auth/login', {
      unknown: () => ({ body: { email: unknown(), password: wrong } }),
      known: () => ({ body: { email: known.email, password: wrong } }),
      unverified: () => ({ body: { email: pending, password: wrong } }),
      disabled: () => ({ body: { email: disabled.email, password } }),
    })
  }, 600_000)

  it('S38 learns nothing from signing up', async () => {
    await expectAlike('/v1/auth/register', {
      unknown: () => ({ body: { email: unknown(), password, handle: fresh() } }),
      known: () => ({ body: { email: known.email, password, handle: fresh() } }),
      unverified: () => ({ body: { email: pending, password, handle: fresh() } }),
    })
  }, 600_000)

  it('S38 learns nothing from moving to an address', async () => {
    const [one, two, three] = [
      await Person.signUp(app.url, 'one'),
      await Person.signUp(app.url, 'two'),
      await Person.signUp(app.url, 'three'),
    ]
    await expectAlike('/v1/me/email', {
      unknown: () => ({ body: { email: unknown(), password }, token: one.token }),
      known: () => ({ body: { email: known.email, password }, token: two.token }),
      unverified: () => ({ body: { email: pending, password }, token: three.token }),
    })
  }, 600_000)

  it('S39 learns nothing from a forgotten password', async () => {
    await expectAlike(
      '/v1/auth/password/forgot',
      {
        unknown: () => ({ body: { email: unknown() } }),
        known: () => ({ body: { email: known.email } }),
        unverified: () => ({ body: { email: pending } }),
        disabled: () => ({ body: { email: disabled.email } }),
      },
      5,
    )
  }, 600_000)

  it('S39 learns nothing from asking for another verification mail', async () => {
    await expectAlike(
      '/v1/auth/verify-email/resend',
      {
        unknown: () => ({ body: { email: unknown() } }),
        known: () => ({ body: { email: known.email } }),
        unverified: () => ({ body: { email: pending } }),
      },
      5,
    )
  }, 600_000)
})
