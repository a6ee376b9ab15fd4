import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFrame } from '../../web/sdk/events.js'
import { Store } from '../../web/sdk/store.js'
import { ModelServer, person, viewer } from './model-server.js'

const ofChat = { chatId: 'alpha', seq: 7 }

describe('readFrame', () => {
  it('S155 drops what it does not know, and never throws', () => {
    for (const text of [
      '',
      'null',
      '[]',
      '"ready"',
      '{}',
      '{"type":1}',
      '{"type":"nonsense"}',
      '{"type":"ready","data":null}',
      '{"type":"chat.removed"}',
      '\u0000',
    ]) {
      expect(readFrame(text)).toBeNull()
    }
    fc.assert(fc.property(fc.json(), (text) => void readFrame(text)))
    fc.assert(fc.property(fc.string(), (text) => void readFrame(text)))
  })

  it('S155 says of a change that it cannot read at least that there was one', () => {
    expect(readFrame(JSON.stringify({ type: 'message.created', ...ofChat, data: { message: { id: 5 } } }))).toEqual({
      type: 'unreadable',
      ...ofChat,
    })
    expect(readFrame(JSON.stringify({ type: 'poll.opened', ...ofChat, data: {} }))).toEqual({ type: 'unreadable', ...ofChat })
  })

  it('S155 takes nothing from a prototype, and keeps no field that it does not know', () => {
    const frame = '{"type":"heartbeat","__proto__":{"seq":1},"data":{"heads":{"__proto__":3,"constructor":4},"more":1}}'
    const event = readFrame(frame)
    expect(event).toEqual({
      type: 'heartbeat',
      heads: new Map([
        ['__proto__', 3],
        ['constructor', 4],
      ]),
    })
    expect(readFrame('{"type":"skipped","__proto__":{"chatId":"a","seq":1}}')).toBeNull()
    expect(Object.hasOwn(Object.prototype, 'seq')).toBe(false)
  })

  it('S155 leaves the state as it was, but for a wish to sync, whatever a hostile server says', () => {
    const server = new ModelServer()
    server.open('alpha', ['ada'])
    const store = new Store()
    store.dispatch({ type: 'signed-in', user: person(viewer) })
    const [created] = server.announced
    if (created) store.dispatch({ type: 'event', event: created })
    const before = store.get()
    for (const type of [
      'message.created',
      'chat.updated',
      'member.joined',
      'skipped',
      'chat.removed',
      'me.updated',
      'read',
      'chat.created',
      'user.updated',
    ]) {
      for (const data of [null, {}, { message: null }, { chat: {} }, { member: { userId: {} } }, { __proto__: { reason: 'left' } }]) {
        for (const seq of ['1', null, -0.5, 2 ** 60]) {
          const event = readFrame(JSON.stringify({ type, chatId: 'alpha', seq, data }))
          if (event) store.dispatch({ type: 'event', event })
        }
      }
    }
    expect({ ...store.get(), syncWanted: false }).toEqual({ ...before, syncWanted: false })
  })
})
