import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { advance, newGroup, newPrivateChat, pairOf, roomWords } from '../../src/domain/chat.js'
import { ValidationFailed } from '../../src/domain/errors.js'
import type { ChatId, UserId } from '../../src/domain/ids.js'

const id = 'c1' as ChatId
const at = new Date('2026-01-02T03:04:05.678Z')

describe('a new chat', () => {
  it.each([{ title: '' }, { title: 'x'.repeat(101) }, { title: 'Sail\u202eing' }, { title: 'Sailing', topic: '\n' }])(
    'S52 no group is called what another would be mistaken for: %j',
    (settings) => {
      expect(() => newGroup(id, settings, at)).toThrow(ValidationFailed)
    },
  )

  it('is an empty private pair, or an empty group that nobody finds unless its maker wants so', () => {
    expect(newPrivateChat(id, at)).toMatchObject({ id, type: 'private', title: null, visibility: 'private', memberCount: 0, seq: 0 })
    expect(newGroup(id, { title: 'Sailing' }, at)).toMatchObject({ type: 'group', title: 'Sailing', visibility: 'private', history: 'all' })
    expect(newGroup(id, { title: 'Sailing', visibility: 'public', history: 'since_joining', topic: 'boats' }, at)).toMatchObject({
      visibility: 'public',
      history: 'since_joining',
      topic: 'boats',
      messageCount: 0,
      createdAt: at,
    })
  })
})

describe('a change of a chat', () => {
  it('takes exactly the next seq, whatever it changes, and leaves the chat it was made from alone', () => {
    const changes = fc.record({ title: fc.string(), topic: fc.option(fc.string()), seq: fc.nat() }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.array(changes), (all) => {
        const first = newGroup(id, { title: 'Sailing' }, at)
        const last = all.reduce(advance, first)
        expect(last.seq).toBe(all.length)
        expect(first.seq).toBe(0)
      }),
    )
  })
})

describe('the pair of a private chat', () => {
  it('is the same whoever opens it, the lower id first', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (one, other) => {
        const pair = pairOf(one as UserId, other as UserId)
        expect(pair).toEqual(pairOf(other as UserId, one as UserId))
        expect([...pair].sort()).toEqual(pair)
        expect(new Set(pair)).toEqual(new Set([one, other]))
      }),
    )
  })
})

describe('the words of a search for rooms', () => {
  it.each([
    ['chess', ['chess']],
    ['  Chess  club ', ['Chess', 'club']],
    ['국제 chess 2', ['국제', 'chess', '2']],
    ['', []],
    ['   ', []],
    ['c++', []],
    ["o'clock", []],
    ["x':* | y", []],
    ['50%', []],
  ])('%j: %j', (query, words) => {
    expect(roomWords(query)).toEqual(words)
  })
})
