import { randomUUID } from 'node:crypto'
import type { TestApp } from '../app.js'
import { type Json, Person, password } from '../client.js'
import { attach } from '../files.js'
import { PushBrowser } from '../push-browser.js'

export const sceneNames = ['alone', 'group', 'room', 'private', 'blocked', 'subscribed', 'installation'] as const
export type SceneName = (typeof sceneNames)[number]

/** Somebody, by what they are to the chat that is asked about; `null` is nobody who is signed in. */
export interface Scene {
  readonly callers: Readonly<Record<string, Person | null>>
  /** By the names of parameters, and whatever else a body speaks of. */
  readonly ids: Readonly<Record<string, string>>
  /** What must be as it was after a refusal. */
  state(): Promise<Json>
}

const roles = ['owner', 'admin', 'member', 'peer', 'former', 'banned', 'stranger', 'operator'] as const

/** The operator is who has this address, for `ADMIN_EMAILS`. */
export const operatorEmail = 'operator@example.com'

async function sendFile(person: Person, chatId: string, text: string): Promise<Json> {
  const { id } = await attach(person, 'A file')
  return person.expect(201, 'POST', `/v1/chats/${chatId}/messages`, { clientId: randomUUID(), text, attachmentIds: [id] })
}

const idsOf = (chat: Json, message: Json) => ({
  chatId: chat.id,
  messageId: message.id,
  attachmentId: message.attachments[0].id,
  rootId: message.id,
  emoji: encodeURIComponent('👍'),
})

/** People who keep their place, and chats of them that are made as they are needed. */
export class World {
  readonly #people: Readonly<Record<(typeof roles)[number], Person>>
  readonly #url: string

  private constructor(url: string, people: World['people']) {
    this.#url = url
    this.#people = people
  }

  static async open({ url, query }: TestApp): Promise<World> {
    const people = await Promise.all(roles.map(async (role) => [role, await Person.signUp(url, role)] as const))
    const world = new World(url, Object.fromEntries(people) as World['people'])
    await query('UPDATE accounts SET email = $1 WHERE id = $2', [operatorEmail, world.people.operator.id])
    return world
  }

  get people() {
    return this.#people
  }

  scene(name: SceneName): Promise<Scene> {
    const { owner, member, former, banned } = this.#people
    switch (name) {
      case 'alone':
        return this.#alone()
      case 'group':
        return this.#group('private')
      case 'room':
        return this.#group('public')
      case 'private':
        return this.#pair(owner, member)
      case 'blocked':
        return this.#blocked(former, banned)
      case 'subscribed':
        return this.#subscribed()
      case 'installation':
        return this.#installation()
    }
  }

  async #alone(): Promise<Scene> {
    const somebody = await Person.signUp(this.#url, 'somebody')
    const sessions = await somebody.expect(200, 'GET', '/v1/auth/sessions')
    return {
      callers: { anonymous: null, somebody },
      ids: { sessionId: sessions.items[0].id, userId: this.#people.peer.id, email: somebody.email, password },
      state: () => somebody.expect(200, 'GET', '/v1/me'),
    }
  }

  /** Of a browser that is told of what its owner gets. */
  async #subscribed(): Promise<Scene> {
    const { owner, stranger: somebody } = this.#people
    const { id: subscriptionId } = await owner.expect(201, 'POST', '/v1/push-subscriptions', new PushBrowser().subscription)
    return {
      callers: { anonymous: null, somebody, owner },
      ids: { subscriptionId },
      state: () => owner.expect(200, 'GET', '/v1/push-subscriptions'),
    }
  }

  /** For those who run the installation: somebody's report of what another said in a chat that the operator is not in. */
  async #installation(): Promise<Scene> {
    const { operator, stranger: somebody } = this.#people
    const author = await Person.signUp(this.#url, 'author')
    const chat = await author.createGroup('Reported', somebody)
    const message = await sendFile(author, chat.id, 'Something rude')
    const report = await somebody.expect(201, 'POST', '/v1/reports', { chatId: chat.id, messageId: message.id, reason: 'Rude' })
    return {
      callers: { anonymous: null, somebody, operator },
      ids: { ...idsOf(chat, message), userId: author.id, reportId: report.id },
      state: () => somebody.expect(200, 'GET', `/v1/chats/${chat.id}`),
    }
  }

  /** `member` wrote the message, `peer` is the user that is spoken of; `former` left, and `banned` was made to. */
  async #group(visibility: 'private' | 'public'): Promise<Scene> {
    const { owner, admin, member, peer, former, banned, stranger } = this.#people
    const memberIds = [admin, member, peer, former, banned].map(({ id }) => id)
    const chat = await owner.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'Matrix', visibility, memberIds })
    const path = `/v1/chats/${chat.id}`
    await owner.expect(200, 'PATCH', `${path}/members/${admin.id}`, { role: 'admin' })
    const message = await sendFile(member, chat.id, 'The message')
    const { code } = await owner.expect(201, 'POST', `${path}/invites`, {})
    await former.expect(204, 'POST', `${path}/leave`)
    await owner.expect(204, 'PUT', `${path}/bans/${banned.id}`)
    return {
      callers: { anonymous: null, stranger, former, banned, member, peer, admin, owner },
      ids: { ...idsOf(chat, message), userId: peer.id, code, strangerId: stranger.id },
      state: () => owner.expect(200, 'GET', path),
    }
  }

  async #pair(author: Person, partner: Person): Promise<Scene> {
    const { stranger, peer } = this.#people
    const chat = (await author.call('POST', '/v1/chats', { type: 'private', userId: partner.id })).body
    const message = await sendFile(author, chat.id, 'Between us')
    return {
      callers: { anonymous: null, stranger, author, partner },
      ids: { ...idsOf(chat, message), userId: peer.id, code: randomUUID(), strangerId: stranger.id },
      state: () => author.expect(200, 'GET', `/v1/chats/${chat.id}`),
    }
  }

  /** The same after the partner has blocked the author. */
  async #blocked(author: Person, partner: Person): Promise<Scene> {
    await partner.expect(204, 'DELETE', `/v1/users/${author.id}/block`)
    const scene = await this.#pair(author, partner)
    await partner.expect(204, 'PUT', `/v1/users/${author.id}/block`)
    return scene
  }
}
