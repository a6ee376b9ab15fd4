import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ChatCore } from '../../src/application/chat-core.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { Watcher } from '../support/watcher.js'

/** The use cases of chats and messages: what has a method `execute`. */
type UseCase = { [Name in keyof ChatCore]: ChatCore[Name] extends { execute(command: never): unknown } ? Name : never }[keyof ChatCore]

/** Ada owns the group, Bob was there from the start, Eve came later and sees less; Zoe is not in it. */
interface Scene {
  readonly group: Json
  readonly room: Json
  readonly privately: Json
  /** Ada's, from before Eve came; the root of a thread with one reply. */
  readonly early: Json
  /** Bob's, from after. */
  readonly recent: Json
}

type Act = (scene: Scene) => Promise<unknown>

let app: TestApp
let ada: Person
let bob: Person
let eve: Person
let zoe: Person

const at = ({ chatId, id }: Json) => `/v1/chats/${chatId}/messages/${id}`
const thumb = encodeURIComponent('👍')
const say = (who: Person, chat: Json, body: Json) =>
  who.expect(201, 'POST', `/v1/chats/${chat.id}/messages`, { clientId: randomUUID(), ...body })
const inviteTo = async (chat: Json) => (await ada.expect(201, 'POST', `/v1/chats/${chat.id}/invites`, {})).code

/**
 * Every use case, and what is done to see that the events it announces tell what it changed, to everybody it concerns. A use case without a
 * row does not compile. `null`: it changes nothing that a client holds.
 */
const acts: Readonly<Record<UseCase, Readonly<Record<string, Act>> | null>> = {
  subscribeToChats: null,
  openPrivateChat: { 'for the first time': () => bob.expect(201, 'POST', '/v1/chats', { type: 'private', userId: eve.id }) },
  createGroup: {
    'with people': () => bob.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'New', memberIds: [ada.id, eve.id] }),
  },
  updateChat: {
    'its title': ({ group }) => ada.expect(200, 'PATCH', `/v1/chats/${group.id}`, { title: 'Renamed', topic: 'Something else' }),
    'who may read it': ({ group }) => ada.expect(200, 'PATCH', `/v1/chats/${group.id}`, { history: 'all', visibility: 'public' }),
  },
  deleteChat: { 'with everything in it': ({ group }) => ada.expect(204, 'DELETE', `/v1/chats/${group.id}`) },
  joinRoom: { 'a public one': ({ room }) => bob.expect(200, 'POST', `/v1/chats/${room.id}/join`) },
  leaveChat: {
    'as a member': ({ group }) => bob.expect(204, 'POST', `/v1/chats/${group.id}/leave`),
    'as its last owner': ({ group }) => ada.expect(204, 'POST', `/v1/chats/${group.id}/leave`),
    'and coming back': async ({ room }) => {
      await bob.expect(200, 'POST', `/v1/chats/${room.id}/join`)
      await bob.expect(204, 'POST', `/v1/chats/${room.id}/leave`)
      await bob.expect(200, 'POST', `/v1/chats/${room.id}/join`)
    },
  },
  addMember: { 'who was not there': ({ group }) => ada.expect(201, 'POST', `/v1/chats/${group.id}/members`, { userId: zoe.id }) },
  changeRole: { 'to admin': ({ group }) => ada.expect(200, 'PATCH', `/v1/chats/${group.id}/members/${bob.id}`, { role: 'admin' }) },
  removeMember: { 'from a group': ({ group }) => ada.expect(204, 'DELETE', `/v1/chats/${group.id}/members/${bob.id}`) },
  createInvite: null,
  listInvites: null,
  previewInvite: null,
  acceptInvite: { 'into a group': async ({ group }) => zoe.expect(200, 'POST', `/v1/invites/${await inviteTo(group)}/accept`) },
  revokeInvite: null,
  banUser: { 'who is in it': ({ group }) => ada.expect(204, 'PUT', `/v1/chats/${group.id}/bans/${eve.id}`) },
  listBans: null,
  unbanUser: null,
  blockUser: null,
  sendMessage: {
    'of text': ({ group }) => bob.send(group.id, 'Hello'),
    'that calls people': ({ group }) => ada.send(group.id, `@${bob.handle} and @all`),
    'in reply': ({ group, recent }) => say(eve, group, { text: 'Yes', replyTo: recent.id }),
    'in a thread that not all may see': ({ group, early }) => say(bob, group, { text: 'And so on', threadRoot: early.id }),
    'in a new thread': ({ group, recent }) => say(ada, group, { text: 'A thread', threadRoot: recent.id }),
    'that forwards': ({ privately, recent }) => say(ada, privately, { forwardOf: { chatId: recent.chatId, messageId: recent.id } }),
    'from all at once': ({ group }) =>
      Promise.all([ada, bob, eve].flatMap((who) => [1, 2, 3].map((nth) => who.send(group.id, `${nth} @${bob.handle}`)))),
  },
  editMessage: {
    'of everybody’s': ({ recent }) => bob.expect(200, 'PATCH', at(recent), { text: 'Another text' }),
    'from before somebody came': ({ early }) => ada.expect(200, 'PATCH', at(early), { text: 'Another text' }),
    'that calls somebody now': ({ recent }) => bob.expect(200, 'PATCH', at(recent), { text: `@${eve.handle}, look` }),
    'that calls nobody any more': async ({ group }) => {
      const message = await ada.send(group.id, `@${bob.handle} @all`)
      await ada.expect(200, 'PATCH', at(message), { text: 'Never mind' })
    },
  },
  deleteMessage: {
    'of one’s own': ({ recent }) => bob.expect(204, 'DELETE', at(recent)),
    'by an admin': ({ recent }) => ada.expect(204, 'DELETE', at(recent)),
    'that called somebody': async ({ group }) => ada.expect(204, 'DELETE', at(await ada.send(group.id, `@${bob.handle}`))),
    'in a thread': async ({ group, recent }) => bob.expect(204, 'DELETE', at(await say(bob, group, { text: 'Oh', threadRoot: recent.id }))),
    'that is a thread’s root': ({ early }) => ada.expect(204, 'DELETE', at(early)),
  },
  reactToMessage: {
    'and no longer': async ({ recent }) => {
      await Promise.all([ada, bob, eve].map((who) => who.expect(200, 'PUT', `${at(recent)}/reactions/${thumb}`)))
      await bob.expect(200, 'DELETE', `${at(recent)}/reactions/${thumb}`)
    },
    'from before somebody came': ({ early }) => bob.expect(200, 'PUT', `${at(early)}/reactions/${thumb}`),
  },
  pinMessage: { 'in a group': ({ recent }) => ada.expect(200, 'PUT', `${at(recent)}/pin`) },
  followThread: { 'that others began': ({ group, early }) => bob.expect(204, 'PUT', `/v1/chats/${group.id}/threads/${early.id}/follow`) },
  markThreadRead: {
    'to its end': ({ group, early }) => ada.expect(204, 'POST', `/v1/chats/${group.id}/threads/${early.id}/read`, { number: 9 }),
  },
  markRead: { 'to the end': ({ group, recent }) => ada.expect(204, 'POST', `/v1/chats/${group.id}/read`, { number: recent.number }) },
  markDelivered: {
    'to the end': ({ group }) => eve.expect(204, 'POST', '/v1/receipts', { chats: [{ id: group.id, deliveredNumber: 3 }] }),
  },
  changePreferences: {
    'all of them': ({ group }) =>
      ada.expect(200, 'PATCH', `/v1/chats/${group.id}/me`, {
        muted: true,
        pinned: true,
        archived: true,
        notify: 'none',
        markedUnread: true,
      }),
  },
  searchMessages: null,
}

async function setTheScene(): Promise<Scene> {
  const group = await ada.createGroup('Chess', bob)
  await ada.expect(200, 'PATCH', `/v1/chats/${group.id}`, { history: 'since_joining' })
  const early = await ada.send(group.id, 'Before')
  await say(bob, group, { text: 'A reply', threadRoot: early.id })
  await ada.expect(201, 'POST', `/v1/chats/${group.id}/members`, { userId: eve.id })
  const recent = await bob.send(group.id, 'After')
  const room = await ada.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'Room', visibility: 'public' })
  const { body: privately } = await ada.call('POST', '/v1/chats', { type: 'private', userId: bob.id })
  return { group, room, privately, early, recent }
}

requires('postgres')('what a client held, and the events since: the same as what a fetch answers', () => {
  beforeAll(async () => {
    app = await startTestApp()
  }, 60_000)
  afterAll(() => app.close())

  for (const [useCase, scenes] of Object.entries(acts)) {
    if (scenes === null) continue
    describe(`the use case ${useCase}`, () => {
      beforeAll(async () => {
        const signUp = (name: string) => Person.signUp(app.url, name)
        ;[ada, bob, eve, zoe] = await Promise.all([signUp('ada'), signUp('bob'), signUp('eve'), signUp('zoe')])
      })

      it.each(Object.entries(scenes))('S156 %s', async (_, act) => {
        const scene = await setTheScene()
        const watchers = await Promise.all([ada, bob, eve, zoe].map((person) => Watcher.of(person)))
        await act(scene)
        for (const watcher of watchers) {
          const { lived, fetched } = await watcher.comparedWithFetch()
          expect(lived).toEqual(fetched)
          watcher.close()
        }
      })
    })
  }
})
