import { describe, expect, it } from '@jest/globals'
import { type DuePush, type Heard, judge, type Listener, newsOf, nextAttempt, previewOf } from '../../../src/domain/notifications/news.js'
import { aListener, aPush, heard, seconds } from '../../support/due-pushes.js'
import { at, groupId } from '../../support/people.js'

describe('PN3 what somebody is told of', () => {
  const plain = [heard(6)]
  const called = [heard(6), heard(5, { calls: true })]
  it.each<[string, Partial<Listener>, readonly Heard[], number | null]>([
    ['the newest of what is new', {}, called, 6],
    ['nothing, where nothing was heard', {}, [], null],
    ['nothing that was read', { readNumber: 6 }, plain, null],
    ['nothing that a device has got', { deliveredNumber: 6 }, plain, null],
    ['what came after that', { readNumber: 3, deliveredNumber: 5 }, plain, 6],
    ['nothing from before they could see it', { firstNumber: 7 }, plain, null],
    ['what came with them', { firstNumber: 6, readNumber: 0, deliveredNumber: 0 }, plain, 6],
    ['nothing of a chat that is muted', { muted: true }, called, null],
    ['nothing of a chat that is archived', { archived: true }, called, null],
    ['nothing of a chat whose level is none', { notify: 'none' }, called, null],
    ['only what calls them, where the chat is at mentions', { notify: 'mentions' }, called, 5],
    ['nothing there that does not', { notify: 'mentions' }, plain, null],
    ['nothing at all, if they want none', { level: 'none' }, called, null],
    ['only what calls them, if they want mentions', { level: 'mentions' }, called, 5],
    ['nothing then that does not', { level: 'mentions' }, plain, null],
    ['only mentions of all, if the chat is at all', { level: 'mentions', notify: 'all' }, called, 5],
    ['none of mentions, if the chat is at none', { level: 'mentions', notify: 'none' }, called, null],
    ['none, whatever the chat is at', { level: 'none', notify: 'mentions' }, called, null],
    ['no call that was read', { level: 'mentions', readNumber: 5 }, called, null],
    ['the newest, in whatever order', {}, [heard(5), heard(7), heard(6)], 7],
  ])('%s', (_, listener, what, number) => {
    expect(newsOf(aListener(listener), what)?.number ?? null).toBe(number)
  })
})

describe('what becomes of a push', () => {
  it('a group’s has its title and who writes, a private chat’s the other’s name', () => {
    const notification = { chatId: groupId, number: 6, title: 'Chess', sender: 'Bob', text: 'Text 6', isUrgent: false }
    expect(judge(aPush(), false, seconds(5))).toEqual({ do: 'tell', notification })
    const ofTwo = judge(aPush('a', { chat: { id: groupId, title: null } }), false, seconds(5))
    expect(ofTwo).toEqual({ do: 'tell', notification: { ...notification, title: 'Bob', isUrgent: true } })
    const calling = judge(aPush('a', { heard: [heard(6, { calls: true })] }), false, seconds(5))
    expect(calling).toEqual({ do: 'tell', notification: { ...notification, isUrgent: true } })
  })

  it('PN4 no words are in it where none are to be shown, or there are none', () => {
    const shown = (push: Partial<DuePush>) => judge(aPush('a', push), false, seconds(5))
    expect(shown({ listener: aListener({ showPreview: false }) })).toMatchObject({
      notification: { title: 'Chess', sender: 'Bob', text: null },
    })
    expect(shown({ heard: [heard(6, { text: null })] })).toMatchObject({ notification: { text: null } })
  })

  it.each<[string, Partial<DuePush>, number]>([
    ['who was to be told is not there any more', { listener: null, heard: [] }, 5],
    ['there is nothing to be told', { heard: [] }, 5],
    ['it is a day old', {}, 24 * 3_600],
  ])('nothing comes of it where %s', (_, push, age) => {
    expect(judge(aPush('a', push), false, seconds(age))).toEqual({ do: 'leave' })
  })

  it('PN5 who has a socket is not told: whether it leads anywhere shows after 45 s', () => {
    expect(judge(aPush(), true, seconds(5))).toEqual({ do: 'wait', until: seconds(45) })
    expect(judge(aPush(), true, seconds(45))).toEqual({ do: 'leave' })
    expect(judge(aPush(), false, seconds(45))).toMatchObject({ do: 'tell' })
    expect(judge(aPush('a', { heard: [] }), true, seconds(5))).toEqual({ do: 'leave' })
  })

  it.each([
    [0, 15],
    [30, 15],
    [60, 30],
    [600, 300],
    [7_200, 3_600],
    [20_000, 3_600],
  ])('what waited %s s and was not taken is tried again in %s', (age, pause) => {
    expect(nextAttempt(at, seconds(age))).toEqual(seconds(age + pause))
  })
})

describe('the words that are shown', () => {
  it.each([
    ['Hello', 'Hello'],
    ['  two\n\nlines\tof it ', 'two lines of it'],
    ['a'.repeat(160), 'a'.repeat(160)],
    ['a'.repeat(161), `${'a'.repeat(159)}…`],
    ['👩‍👩‍👧'.repeat(1), '👩‍👩‍👧'],
    ['🐧'.repeat(200), `${'🐧'.repeat(159)}…`],
  ])('%#', (text, shown) => {
    expect(previewOf(text)).toBe(shown)
  })
})
