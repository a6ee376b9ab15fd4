import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { operatorEmail } from '../support/access/world.js'
import { call, type Json, Person } from '../support/client.js'
import { Contract } from '../support/contract.js'
import { attach } from '../support/files.js'
import { type FuzzedRequest, requestsOf } from '../support/fuzz/requests.js'
import type { Real } from '../support/fuzz/values.js'
import { createTestDatabase, queryOnce } from '../support/postgres.js'
import { freePort, Program } from '../support/program.js'
import { requires } from '../support/requires.js'

/** Requests of each route: `FUZZ_RUNS=10000 npm run jest -- test/e2e/fuzz.test.ts` for a long run, with another `FUZZ_SEED` for others. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 40)
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_125)
/** Requests in one go; then everything that they were about is made anew: they delete chats, leave them, and block people. */
const atATime = Math.min(100, Math.max(20, Math.ceil(runs / 50)))
/** What is waited for most are passwords: those routes take their time. */
const lanes = 48
/** Goes between two lines that tell how far it is. */
const goesALine = 500
/** Milliseconds for a request of each route, on a machine with other work to do. */
const perRun = 5_000

requires('postgres')('any route, whatever it is sent', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let program: Program
  let dataDir: string
  let operator: Person
  let url: string

  beforeAll(async () => {
    database = await createTestDatabase()
    dataDir = await mkdtemp(join(tmpdir(), 'parley-fuzz-'))
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    program = new Program({
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      RATE_LIMITS: 'off',
      ACCESS_TOKEN_TTL: '86400',
      ADMIN_EMAILS: operatorEmail,
      LOG_LEVEL: 'error',
    })
    await program.ready()
    operator = await Person.signUp(url, 'operator')
    await queryOnce(database.url, 'UPDATE accounts SET email = $1 WHERE id = $2', [operatorEmail, operator.id])
  }, 60_000)

  afterAll(async () => {
    if (program && program.exitCode === null) await program.kill('SIGKILL')
    await database?.drop()
    await rm(dataDir, { recursive: true, force: true })
  })

  it(
    'S150 answers as its description says and never with a fault, and nothing is left unhandled',
    async () => {
      const { openApi } = await Contract.of(url)
      const operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
      )
      const waiting = Array.from({ length: Math.ceil(runs / atATime) }, (_, part) =>
        operations.map((operation) => ({ ...operation, part })),
      ).flat()
      const answered = new Map<number, number>()
      // A long run goes on: it should not end with the first of several.
      const complaints: string[] = []
      const goes = waiting.length
      const lane = async () => {
        const crowd = await Crowd.signUp(operator)
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const { method, path, operation, part } = next
          if (waiting.length > 0 && waiting.length % goesALine === 0)
            process.stderr.write(`fuzz: ${goes - waiting.length} of ${goes} goes\n`)
          await crowd.newWorld().catch((reason: unknown) => complaints.push(`before ${method} ${path}: ${String(reason)}`))
          const request = fc.tuple(requestsOf(method, path, operation, crowd.real), crowd.somebody)
          const numRuns = Math.min(atATime, runs - part * atATime)
          for (const [sent, person] of fc.sample(request, { numRuns, seed: seed + part })) {
            try {
              const status = await crowd.send(sent, person)
              answered.set(status, (answered.get(status) ?? 0) + 1)
            } catch (reason) {
              complaints.push(`${String(reason)} ${JSON.stringify(sent)}`.slice(0, 1_000))
            }
          }
        }
      }
      await Promise.all(Array.from({ length: lanes }, lane))
      const statuses = [...answered].sort(([one], [other]) => one - other)
      process.stderr.write(
        `${operations.length} routes × ${runs} requests: ${statuses.map(([status, times]) => `${times} × ${status}`).join(', ')}\n`,
      )
      expect(complaints).toEqual([])
      expect(statuses.filter(([status]) => status >= 500)).toEqual([])
      expect(program.exitCode).toBeNull()
      expect(program.output.split('\n').filter((line) => /"level":[56]0|rejection/i.test(line))).toEqual([])
    },
    60_000 + runs * perRun,
  )
})

/** The people of a lane, and what they have: real ids for the requests to hit. */
class Crowd {
  readonly people: readonly Person[]
  readonly real: Real = {}
  readonly #owner: Person
  readonly #member: Person

  readonly #operator: Person

  private constructor(operator: Person, [owner, member, stranger]: readonly [Person, Person, Person]) {
    this.#operator = operator
    this.#owner = owner
    this.#member = member
    this.people = [owner, member, stranger]
  }

  static async signUp(operator: Person): Promise<Crowd> {
    const { url } = operator
    return new Crowd(
      operator,
      await Promise.all([Person.signUp(url, 'owner'), Person.signUp(url, 'member'), Person.signUp(url, 'stranger')]),
    )
  }

  /** Mostly one who may. */
  get somebody(): fc.Arbitrary<Person | null> {
    const [owner, member, stranger] = this.people
    return fc.constantFrom(...[owner, owner, owner, member, member, stranger, null].map((person) => person ?? null))
  }

  async newWorld(): Promise<void> {
    const [owner, member] = [this.#owner, this.#member]
    await Promise.all(this.people.map((person) => this.#restored(person)))
    const group = await owner.createGroup('Fuzz', member)
    const room = await owner.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'Room', visibility: 'public' })
    const privateChat = (await owner.call('POST', '/v1/chats', { type: 'private', userId: member.id })).body
    const invite = await owner.expect(201, 'POST', `/v1/chats/${group.id}/invites`, {})
    const messages = [await owner.send(group.id, 'One'), await member.send(group.id, 'Two'), await owner.send(room.id, 'Three')]
    const report = await member.expect(201, 'POST', '/v1/reports', { userId: this.people[2]?.id, reason: 'Rude' })
    const file = await attach(owner, 'A file')
    const { url } = await owner.expect(200, 'POST', `${file.url}/link`)
    const chatIds = [group.id, group.id, room.id, privateChat.id]
    const userIds = this.people.map(({ id }) => id)
    const messageIds = messages.map(({ id }: Json) => id)
    Object.assign(this.real, {
      chatId: chatIds,
      id: chatIds,
      userId: userIds,
      memberIds: userIds,
      messageId: messageIds,
      reportId: [report.id],
      attachmentId: [file.id],
      link: [url.split('link=')[1]],
      rootId: messageIds,
      threadRoot: messageIds,
      emoji: ['👍', '❤️'],
      code: [invite.code],
      after: ['2026-01-01'],
      before: ['2027-01-01'],
      userIds,
      replyTo: messageIds,
      email: this.people.map(({ email }) => email),
      refreshToken: this.people.map(({ refreshToken }) => refreshToken),
      clientId: messages.map(({ clientId }: Json) => clientId),
    })
  }

  /** @throws if the answer is not as described */
  async send({ method, path, body, type }: FuzzedRequest, person: Person | null): Promise<number> {
    const { url } = this.#owner
    const sent = { ...(person ? { token: person.token } : {}), ...(body === undefined ? {} : { body }), headers: { 'Content-Type': type } }
    const { status } = await call(url, method, path, sent)
    if (status === 401 && person) await this.#signedIn(person)
    return status
  }

  /** A request may have ended anybody's session. */
  async #signedIn(person: Person): Promise<void> {
    if ((await person.call('GET', '/v1/me')).status === 401) await person.logIn()
  }

  /** Whoever was suspended, blocked or made an admin is as before. */
  async #restored(person: Person): Promise<void> {
    await this.#operator.expect(204, 'DELETE', `/v1/admin/users/${person.id}/suspension`)
    await this.#operator.expect(204, person === this.#owner ? 'PUT' : 'DELETE', `/v1/admin/admins/${person.id}`)
    await this.#signedIn(person)
    const { items } = await person.expect(200, 'GET', '/v1/me/blocks')
    for (const { id } of items) await person.expect(204, 'DELETE', `/v1/users/${id}/block`)
  }
}
