import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { Person } from '../support/client.js'
import { requires } from '../support/requires.js'

requires('postgres', 'redis')('owners who go at the same moment, over two nodes', () => {
  let app: TestApp
  let people: readonly Person[]

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
    people = await Promise.all(['ada', 'bob', 'eve', 'max'].map((name) => Person.signUp(app.url, name)))
  }, 60_000)
  afterAll(() => app.close())

  it('S125 leave, remove, ban and promote each other: whoever is left has an owner, and nothing is left of a group without people', async () => {
    const [ada, bob, eve, max] = people as [Person, Person, Person, Person]
    for (let round = 0; round < 6; round += 1) {
      const { id } = await ada.createGroup(`Round ${round}`, bob, eve, max)
      await ada.expect(200, 'PATCH', `/v1/chats/${id}/members/${bob.id}`, { role: 'owner' })
      const member = (person: Person) => `/v1/chats/${id}/members/${person.id}`
      const answers = await Promise.all([
        ada.call('POST', `/v1/chats/${id}/leave`),
        bob.call('POST', `/v1/chats/${id}/leave`),
        ada.call('PATCH', member(eve), { role: 'owner' }),
        bob.call('DELETE', member(eve)),
        ada.call('PUT', `/v1/chats/${id}/bans/${max.id}`),
        ...(round % 2 === 0 ? [eve, max].map((person) => person.call('POST', `/v1/chats/${id}/leave`)) : []),
      ])
      expect(answers.map(({ status }) => status).filter((status) => ![200, 204, 403, 404].includes(status))).toEqual([])
      const left = await app.query('SELECT role FROM chat_members WHERE chat_id = $1 AND left_at IS NULL', [id])
      const chats = await app.query('SELECT member_count FROM chats WHERE id = $1', [id])
      expect(chats).toEqual(left.length > 0 ? [{ member_count: left.length }] : [])
      expect(left.length === 0 || left.some(({ role }) => role === 'owner')).toBe(true)
    }
  })
})
