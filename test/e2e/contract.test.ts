import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv } from 'ajv'
import { startTestApp, type TestApp } from '../support/app.js'
import { TestBrowser } from '../support/browser.js'
import { call, type Json, Person } from '../support/client.js'
import { Contract } from '../support/contract.js'
import { requires } from '../support/requires.js'

let app: TestApp
let contract: Contract

beforeAll(async () => {
  app = await startTestApp()
  contract = await Contract.of(app.url)
}, 60_000)
afterAll(() => app?.close())

/** Every schema of an object in what is answered, with the place where it stands. */
function objectsIn(value: Json, place: string): readonly (readonly [string, Json])[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.entries(value).flatMap(([name, part]) => objectsIn(part, `${place}/${name}`))
  return value.type === 'object' ? [[place, value], ...inside] : inside
}

const answersOf = ({ paths }: Contract['openApi']) =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { responses }]) => [`${method} ${path}`, responses] as const),
  )

describe('the documents', () => {
  it('are OpenAPI 3.1 and AsyncAPI 3', async () => {
    expect(await new Validator().validate({ ...contract.openApi })).toEqual({ valid: true })
    const ajv = new Ajv({ strict: false, validateFormats: false })
    const specification = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json')
    ajv.validate(specification, contract.asyncApi)
    expect(ajv.errors).toBeNull()
  })

  it('are for everybody to read, and so is the page', async () => {
    for (const path of ['/openapi.json', '/asyncapi.json', '/docs'])
      expect([path, (await call(app.url, 'GET', path)).status]).toEqual([path, 200])
  })

  it('name each operation once, and have none without a chapter', () => {
    const operations = Object.values(contract.openApi.paths).flatMap((path) => Object.values(path)) as readonly Json[]
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(35)
    expect(operations.filter(({ tags }) => typeof tags[0] !== 'string')).toEqual([])
  })

  it('S64 S128 describe every object that is answered or delivered down to its last field', () => {
    const { components } = contract.asyncApi
    const objects = [
      ...answersOf(contract.openApi).flatMap(([name, responses]) => objectsIn(responses, name)),
      ...objectsIn(contract.openApi.components.schemas, 'schemas'),
      ...objectsIn(components, 'frames'),
    ]
    const open = objects.filter(([, schema]) => schema.additionalProperties !== false && schema.propertyNames === undefined)
    expect(open.map(([place]) => place)).toEqual([])
    expect(objects.length).toBeGreaterThan(50)
  })

  it('S64 show of a person what anybody may see, and addresses to their owner alone', () => {
    const { schemas } = contract.openApi.components
    expect(Object.keys((schemas['User'] as Json).properties)).toEqual(['id', 'handle', 'displayName', 'avatarUrl', 'createdAt'])
    const withAddresses = objectsIn(schemas, '').filter(([, { properties = {} }]) => 'email' in properties)
    expect(withAddresses.map(([place]) => place)).toEqual(['/OwnUser'])
    const secret = /hash|password|secret|refreshKey|generation/i
    const fields = objectsIn(contract.openApi.components.schemas, '').flatMap(([, { properties = {} }]) => Object.keys(properties))
    expect(fields.filter((field) => secret.test(field))).toEqual([])
  })
})

describe('the check that every answer in these tests goes through', () => {
  it('ER6 finds what is not as described', async () => {
    const ann = await Person.signUp(app.url, 'ann')
    const { body: user } = await ann.call('GET', `/v1/users/${ann.id}`)
    const answer = { method: 'GET', path: `/v1/users/${ann.id}`, status: 200, type: 'application/json; charset=utf-8', body: user }
    const { handle: _, ...nameless } = user
    expect(contract.complaintOf(answer)).toBeNull()
    expect(contract.complaintOf({ ...answer, body: { ...user, email: ann.email } })).toContain('additional properties')
    expect(contract.complaintOf({ ...answer, body: nameless })).toContain('required')
    expect(contract.complaintOf({ ...answer, body: { ...user, createdAt: 'yesterday' } })).toContain('pattern')
    expect(contract.complaintOf({ ...answer, status: 201 })).toContain('not described')
    expect(contract.complaintOf({ ...answer, type: 'text/html' })).toContain('text/html')
    expect(contract.complaintOf({ ...answer, path: '/v1/elsewhere' })).toContain('no operation')
  })

  it('ER6 finds a refusal that the route does not speak of', async () => {
    const { status, headers, body } = await call(app.url, 'GET', '/v1/me')
    const answer = { method: 'GET', path: '/v1/me', status, type: headers.get('Content-Type'), body }
    expect(contract.complaintOf(answer)).toBeNull()
    expect(contract.complaintOf({ ...answer, body: { ...body, code: 'refresh_token_reused' } })).toContain('allowed values')
    expect(contract.complaintOf({ ...answer, body: { ...body, stack: 'at …' } })).toContain('additional properties')
  })

  it('ER6 finds frames with more, less or something else in them', () => {
    const resync = { type: 'resync', data: {} }
    expect(contract.complaintOfFrame(resync)).toBeNull()
    for (const frame of [{ ...resync, data: { why: 'x' } }, { type: 'resync' }, { ...resync, seq: 1 }, { type: 'gossip', data: {} }])
      expect([frame, contract.complaintOfFrame(frame)]).toEqual([frame, expect.any(String)])
  })
})

requires('chromium')('the reference as a page', () => {
  it('S80 shows the routes under the policy of all pages, and loads nothing from elsewhere', async () => {
    const browser = await TestBrowser.launch(app.url)
    const page = await browser.open('/docs')
    await page.getByText('Sends a message.').click()
    await page.getByRole('button', { name: 'Try it out' }).waitFor()
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname))
    expect(new Set(loaded.filter((path) => !path.startsWith('/favicon')))).toEqual(
      new Set(['/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/docs/start.js', '/openapi.json']),
    )
    expect(browser.complaints).toEqual([])
    const policies = await Promise.all(
      ['/docs', '/'].map(async (path) => (await fetch(app.url + path)).headers.get('Content-Security-Policy')),
    )
    expect(policies[0]).toBe(policies[1])
    await browser.close()
  }, 60_000)
})
