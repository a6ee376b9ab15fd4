import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { DeliveredMarks } from '../../web/sdk/delivered-marks.js'
import type { OwnChat } from '../../web/sdk/model.js'
import { ApiProblem, Unreachable } from '../../web/sdk/problem.js'
import { Store } from '../../web/sdk/store.js'
import { ModelServer, person, viewer } from './model-server.js'

type Told = readonly { readonly id: string; readonly deliveredNumber: number }[]

const setUp = ({ isLeader = true } = {}) => {
  const [store, server] = [new Store(), new ModelServer()]
  store.dispatch({ type: 'signed-in', user: person(viewer) })
  const told: Told[] = []
  let failure: Error | null = null
  const deliver = async (chats: Told) => {
    told.push(chats)
    if (failure) throw failure
  }
  const marks = new DeliveredMarks({ store, deliver, isOurs: () => isLeader })
  store.subscribe(() => marks.look())
  const come = (type: OwnChat['type'], id: string, count = 1) => {
    const chat = server.open(id, ['bob'])
    store.dispatch({ type: 'chat-entered', chat: { ...server.snapshot(chat), type } })
    const before = server.announced.length
    for (let place = 0; place < count; place += 1) server.send(chat, 'bob', `${id} ${chat.seq}`)
    for (const event of server.announced.slice(before)) store.dispatch({ type: 'event', event })
  }
  const fail = (error: Error | null) => {
    failure = error
  }
  return { marks, told, come, fail }
}

describe('delivered marks', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  it('tell together what came together, of private chats alone, and once', async () => {
    const { told, come } = setUp()
    come('private', 'one', 3)
    come('private', 'other')
    come('group', 'crowd')
    expect(told).toEqual([])
    await jest.advanceTimersByTimeAsync(1_000)
    expect(told).toEqual([
      [
        { id: 'one', deliveredNumber: 3 },
        { id: 'other', deliveredNumber: 1 },
      ],
    ])
    come('group', 'crowd')
    await jest.advanceTimersByTimeAsync(1_000)
    come('private', 'one')
    await jest.advanceTimersByTimeAsync(1_000)
    expect(told.slice(1)).toEqual([[{ id: 'one', deliveredNumber: 4 }]])
  })

  it('are told by one tab', async () => {
    const { told, come } = setUp({ isLeader: false })
    come('private', 'one')
    await jest.advanceTimersByTimeAsync(1_000)
    expect(told).toEqual([])
  })

  it('are told again with the next news if they did not arrive, and not if they were refused', async () => {
    const { told, come, fail } = setUp()
    fail(new Unreachable())
    come('private', 'one')
    await jest.advanceTimersByTimeAsync(1_000)
    fail(new ApiProblem(404, { code: 'not_found', title: 'There is no such chat' }, null))
    come('group', 'crowd')
    await jest.advanceTimersByTimeAsync(1_000)
    come('group', 'crowd')
    await jest.advanceTimersByTimeAsync(1_000)
    expect(told.map((chats) => chats.map(({ id }) => id))).toEqual([['one'], ['one']])
  })

  it('are told one by one where one of several was refused', async () => {
    const { told, come, fail } = setUp()
    fail(new ApiProblem(404, { code: 'not_found', title: 'There is no such chat' }, null))
    come('private', 'gone')
    come('private', 'there')
    await jest.advanceTimersByTimeAsync(1_000)
    expect(told.slice(1).map((chats) => chats.map(({ id }) => id))).toEqual([['gone'], ['there']])
  })

  it('are forgotten with their user', async () => {
    const { told, come, marks } = setUp()
    come('private', 'one')
    marks.forget()
    await jest.advanceTimersByTimeAsync(1_000)
    expect(told).toEqual([])
  })
})
