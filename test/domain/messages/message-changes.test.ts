import { describe, expect, it } from '@jest/globals'
import { Conflict, Forbidden, NotFound } from '../../../src/domain/errors.js'
import type { UserId } from '../../../src/domain/ids.js'
import {
  bury,
  countReply,
  edit,
  mayCallAll,
  mostReactions,
  pin,
  react,
  requireVisible,
} from '../../../src/domain/messages/message-changes.js'
import { ada, aGroup, aMembership, aMessage, at, bob, later } from '../../support/people.js'

const chat = aGroup({ seq: 20 })
const message = aMessage({ text: 'Hello', reactions: [{ emoji: '👍', count: 1, userIds: [bob.id] }], pinnedAt: at })
const buried = aMessage({ text: null, deletedAt: at })
const privately = aGroup({ type: 'private', seq: 20 })

describe('an edit', () => {
  const change = { text: 'Bye', mentions: [], mentionsAll: false, at: later }

  it('takes the next seq, and keeps what it does not touch', () => {
    const edited = edit(chat, message, ada.id, change)
    expect(edited.chat.seq).toBe(21)
    expect(edited.message).toEqual({ ...message, text: 'Bye', editedAt: later, seq: 21 })
  })

  it('S117 is its author’s alone, however high the other', () => {
    expect(() => edit(chat, message, bob.id, change)).toThrow(Forbidden)
    expect(() => edit(chat, buried, ada.id, change)).toThrow(Conflict)
  })
})

describe('a deletion', () => {
  it('leaves a place with nothing in it', () => {
    const { message: tombstone } = bury(chat, message, aMembership(ada), later)
    expect(tombstone).toMatchObject({ text: null, reactions: [], pinnedAt: null, deletedAt: later, seq: 21, number: message.number })
  })

  it('S117 is the author’s, or an admin’s of the group; in a private chat the author’s alone', () => {
    expect(() => bury(chat, message, aMembership(bob), later)).toThrow(Forbidden)
    expect(bury(chat, message, aMembership(bob, { role: 'admin' }), later).message.deletedAt).toBe(later)
    expect(() => bury(privately, message, aMembership(bob, { role: 'owner' }), later)).toThrow(Forbidden)
  })
})

it('a pin is an admin’s in a group, and anybody’s in a private chat', () => {
  expect(() => pin(chat, message, aMembership(ada), later)).toThrow(Forbidden)
  expect(pin(chat, message, aMembership(ada, { role: 'admin' }), null).message.pinnedAt).toBeNull()
  expect(pin(privately, message, aMembership(ada), later).message.pinnedAt).toBe(later)
})

it('S147 a message takes so many different reactions', () => {
  const reactions = Array.from({ length: mostReactions + 1 }, (_, index) => ({ emoji: String(index), count: 1, userIds: [] as UserId[] }))
  expect(() => react(chat, message, reactions)).toThrow(Conflict)
  expect(react(chat, message, reactions.slice(1)).message).toMatchObject({ reactions: reactions.slice(1), seq: 21 })
})

it('a reply counts in its root by a change of its own', () => {
  expect(countReply(chat, message, 1)).toEqual({ chat: { ...chat, seq: 21 }, message: { ...message, replyCount: 1, seq: 21 } })
})

it('S119 what is from before one came is not there', () => {
  expect(() => requireVisible(null, aMembership(ada))).toThrow(NotFound)
  expect(() => requireVisible(message, aMembership(ada, { firstNumber: message.number + 1 }))).toThrow(NotFound)
  expect(requireVisible(message, aMembership(ada, { firstNumber: message.number }))).toBe(message)
})

it('everybody is called by admins, and in private chats by either', () => {
  expect([mayCallAll(chat, { role: 'member' }), mayCallAll(chat, { role: 'admin' }), mayCallAll(privately, { role: 'member' })]).toEqual([
    false,
    true,
    true,
  ])
})
