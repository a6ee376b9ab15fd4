import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, type Json, mailedToken, Person, password } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

requires('postgres', 'redis')('the audit log of passwords, addresses and erasure', () => {
  let app: TestApp

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
  }, 60_000)
  afterAll(() => app.close())

  /** What is kept about the person, oldest first, once it is so many entries. */
  const entriesAbout = (person: Person, count: number) =>
    until(`${count} entries`, async () => {
      const sql = 'SELECT type, outcome, session_id IS NOT NULL AS session FROM security_events WHERE user_id = $1 ORDER BY at, id'
      const rows = await app.query(sql, [person.id])
      const kept = rows.map((row: Json) => `${row.type} ${row.outcome}${row.session ? ' of a session' : ''}`)
      return kept.length >= count ? kept.slice(3) : undefined
    })
  const signedUp = ['registration', 'email_verification', 'sign_in']

  it('S178 tells of a forgotten and a changed password, by the API and by the page, and of a wrong one', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const wrong = await ada.call('POST', '/v1/auth/password/change', { currentPassword: 'wrong', newPassword: 'another long password' })
    expect(wrong.status).toBe(401)
    await ada.expect(204, 'POST', '/v1/auth/password/change', { currentPassword: password, newPassword: 'another long password' })
    const forgot = () => call(app.url, 'POST', '/v1/auth/password/forgot', { body: { email: ada.email } })
    await forgot()
    const token = await mailedToken(app.url, ada.email, 'password')
    await call(app.url, 'POST', '/v1/auth/password/reset', { body: { token, password: 'yet another password' } })
    await forgot()
    const next = await mailedToken(app.url, ada.email, 'password')
    const form = new URLSearchParams({ token: next, password: 'and yet another one' })
    expect((await fetch(`${app.url}/reset-password`, { method: 'POST', body: form })).status).toBe(200)
    const expected = [
      'password_change failure of a session',
      'password_change success of a session',
      'password_reset_request success',
      'session_end success of a session',
      'password_reset success',
      'password_reset_request success',
      'password_reset success',
    ]
    expect(await entriesAbout(ada, signedUp.length + expected.length)).toEqual(expected)
  })

  it('S178 tells of a change of address, of an export, and of signing out elsewhere', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    await ada.expect(202, 'POST', '/v1/me/email', { email: `new.${ada.email}`, password })
    const token = await mailedToken(app.url, `new.${ada.email}`, 'confirm')
    await call(app.url, 'POST', '/v1/me/email/confirm', { body: { token } })
    await ada.expect(200, 'GET', '/v1/me/export')
    await ada.expect(204, 'POST', '/v1/auth/logout-all')
    const expected = [
      'email_change_request success of a session',
      'email_change success',
      'data_export success of a session',
      'session_end success of a session',
      'sign_out success of a session',
    ]
    // The two nodes agree on the time to a few milliseconds: what lies closer together has no order.
    expect((await entriesAbout(ada, signedUp.length + expected.length)).toSorted()).toEqual(expected.toSorted())
  })

  it('S178 tells of a session that was ended in the list, from where and by which request', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const { refreshToken } = (await call(app.url, 'POST', '/v1/auth/login', { body: { email: ada.email, password } })).body
    const endedSessionId = refreshToken.split('.')[0]
    const requestId = `list-${ada.handle}`
    const headers = { 'X-Request-Id': requestId, 'User-Agent': 'The other device' }
    expect((await ada.call('DELETE', `/v1/auth/sessions/${endedSessionId}`, undefined, headers)).status).toBe(204)
    const origin = { requestId, ip: '127.0.0.1', userAgent: 'The other device' }
    const entry = await until('the entry', async () =>
      (await ada.expect(200, 'GET', '/v1/me/security-events')).items.find((item: Json) => item.type === 'sign_out'),
    )
    expect(entry).toMatchObject({ outcome: 'success', ...origin, detail: { endedSessionId } })
  })

  it('S178 keeps of an erasure that there was one, and not whose', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    expect(await entriesAbout(ada, signedUp.length)).toEqual([])
    const answer = await ada.call('DELETE', '/v1/me', { password })
    expect(answer.status).toBe(204)
    const requestId = answer.headers.get('X-Request-Id')
    const kept = await until('the entry', async () => {
      const rows = await app.query('SELECT * FROM security_events WHERE request_id = $1', [requestId])
      return rows.length > 0 ? rows : undefined
    })
    expect(kept).toMatchObject([
      { type: 'account_erasure', outcome: 'success', user_id: null, session_id: null, ip: null, user_agent: null },
    ])
    expect(
      await app.query('SELECT * FROM security_events WHERE user_id = $1 OR session_id = $2', [ada.id, ada.refreshToken.split('.')[0]]),
    ).toEqual([])
  })
})
