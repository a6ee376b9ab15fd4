import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { GroupCommit, type GroupCommitOptions, type Verdict } from '../../../src/adapters/prisma/group-commit.js'
import { Unavailable } from '../../../src/domain/errors.js'

interface Call {
  readonly items: readonly string[]
  readonly wait: boolean
  answer(verdicts: readonly Verdict<string>[]): void
  fail(error: Error): void
}

const done = (items: readonly string[]): Verdict<string>[] => items.map((item) => ({ kind: 'done', result: `${item}!` }))
const busy: Verdict<string> = { kind: 'busy' }

/** Items are `lane:name`. The test answers each commit itself. */
function makeGroup(options: Partial<GroupCommitOptions<string, string>> = {}) {
  const calls: Call[] = []
  const group = new GroupCommit<string, string>({
    commit: (items, wait) => new Promise((resolve, reject) => calls.push({ items, wait, answer: resolve, fail: reject })),
    laneOf: (item) => item.split(':')[0] ?? '',
    width: 3,
    capacity: 100,
    lanes: 1,
    ...options,
  })
  /** The commit that was called as the nth, once it was. */
  const call = async (nth: number): Promise<Call> => {
    for (let turn = 0; turn < 20 && calls[nth] === undefined; turn += 1) await setImmediate()
    const found = calls[nth]
    if (found === undefined) throw new Error(`Commit ${nth} was never called.`)
    return found
  }
  /** Answers that the items of that commit are busy, and of the next one, which tries again. */
  const stayBusy = async (nth: number): Promise<void> => {
    for (const place of [nth, nth + 1]) {
      const { items, wait, answer } = await call(place)
      expect(wait).toBe(false)
      answer(items.map(() => busy))
    }
  }
  const settled = async () => {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate()
    return calls.length
  }
  return { group, calls, call, stayBusy, settled }
}

describe('a group commit', () => {
  it('commits what one turn of the event loop brings together, at its end', async () => {
    const { group, call } = makeGroup()
    const first = group.run('a:1')
    await new Promise(process.nextTick)
    const results = Promise.all([first, group.run('b:1')])
    const commit = await call(0)
    expect(commit).toMatchObject({ items: ['a:1', 'b:1'], wait: false })
    commit.answer(done(commit.items))
    expect(await results).toEqual(['a:1!', 'b:1!'])
  })

  it('sends the next batch before it answers the last', async () => {
    const { group, calls, call } = makeGroup()
    const sent = ['a:1', 'b:1', 'c:1', 'd:1'].map((item) => group.run(item).then(() => calls.length))
    const first = await call(0)
    first.answer(done(first.items))
    expect(await sent[0]).toBe(2)
    const second = await call(1)
    second.answer(done(second.items))
    expect(await Promise.all(sent)).toEqual([2, 2, 2, 2])
  })

  it('answers a batch before the next is committed, also where no commit takes a turn of the event loop', async () => {
    const committed: string[] = []
    const commit = async (items: readonly string[]) => {
      committed.push(...items)
      return done(items)
    }
    const { group } = makeGroup({ commit, width: 1 })
    const seen = ['a:1', 'b:1', 'c:1', 'd:1'].map((item) => group.run(item).then(() => committed.length))
    expect((await Promise.all(seen))[0]).toBeLessThan(4)
  })

  it('gathers what comes while a batch is on its way, and keeps to its width', async () => {
    const { group, call, settled } = makeGroup()
    const results = Promise.all(['a:1', 'a:2', 'b:1', 'a:3', 'c:1'].map((item) => group.run(item)))
    const first = await call(0)
    const late = group.run('d:1')
    expect(await settled()).toBe(1)
    first.answer(done(first.items))
    const second = await call(1)
    expect([first.items, second.items]).toEqual([
      ['a:1', 'a:2', 'b:1'],
      ['a:3', 'c:1', 'd:1'],
    ])
    second.answer(done(second.items))
    expect(await results).toEqual(['a:1!', 'a:2!', 'b:1!', 'a:3!', 'c:1!'])
    expect(await late).toBe('d:1!')
  })

  it('starts again after it was idle', async () => {
    const { group, call } = makeGroup()
    for (const nth of [0, 1, 2]) {
      const result = group.run(`a:${nth}`)
      const next = await call(nth)
      next.answer(done(next.items))
      expect(await result).toBe(`a:${nth}!`)
    }
  })

  it('gives each item its own refusal', async () => {
    const { group, call } = makeGroup()
    const results = Promise.allSettled([group.run('a:1'), group.run('a:2')])
    const first = await call(0)
    first.answer([{ kind: 'refused', error: new Error('no') }, ...done(['a:2'])])
    expect(await results).toMatchObject([{ reason: new Error('no') }, { value: 'a:2!' }])
  })

  it('tries what is busy again with the next batch, before what came later', async () => {
    const { group, call } = makeGroup()
    const results = Promise.all(['a:1', 'b:1', 'b:2', 'c:1', 'b:3', 'd:1'].map((item) => group.run(item)))
    ;(await call(0)).answer([...done(['a:1']), busy, busy])
    const next = await call(1)
    expect(next).toMatchObject({ items: ['b:1', 'b:2', 'c:1'], wait: false })
    next.answer(done(next.items))
    const last = await call(2)
    expect(last.items).toEqual(['b:3', 'd:1'])
    last.answer(done(last.items))
    expect(await results).toEqual(['a:1!', 'b:1!', 'b:2!', 'c:1!', 'b:3!', 'd:1!'])
  })

  it('moves what stays busy to a lane that waits, while the others go on', async () => {
    const { group, call } = makeGroup()
    const busyResult = group.run('a:1')
    const otherResult = group.run('b:1')
    const first = await call(0)
    first.answer([busy, ...done(['b:1'])])
    expect(await otherResult).toBe('b:1!')
    ;(await call(1)).answer([busy])
    const lane = await call(2)
    expect(lane).toMatchObject({ items: ['a:1'], wait: true })
    const nextResult = group.run('c:1')
    const next = await call(3)
    expect(next).toMatchObject({ items: ['c:1'], wait: false })
    next.answer(done(next.items))
    expect(await nextResult).toBe('c:1!')
    lane.answer(done(lane.items))
    expect(await busyResult).toBe('a:1!')
  })

  it('sends what came to a second try, and was busy with it, after it in the lane', async () => {
    const { group, call } = makeGroup()
    const first = group.run('b:1')
    ;(await call(0)).answer([busy])
    const second = group.run('b:2')
    const again = await call(1)
    expect(again).toMatchObject({ items: ['b:1', 'b:2'], wait: false })
    again.answer([busy, busy])
    const lane = await call(2)
    expect(lane).toMatchObject({ items: ['b:1'], wait: true })
    lane.answer(done(lane.items))
    const rest = await call(3)
    expect(rest).toMatchObject({ items: ['b:2'], wait: true })
    rest.answer(done(rest.items))
    expect(await Promise.all([first, second])).toEqual(['b:1!', 'b:2!'])
  })

  it('sends what follows of an open lane after it, in its order', async () => {
    const { group, call, stayBusy, settled } = makeGroup()
    const results = Promise.all([group.run('a:1'), group.run('a:2')])
    await stayBusy(0)
    const lane = await call(2)
    const later = Promise.all([group.run('a:3'), group.run('a:4')])
    expect(await settled()).toBe(3)
    lane.answer(done(lane.items))
    const rest = await call(3)
    expect([lane.items, rest.items, rest.wait]).toEqual([['a:1', 'a:2'], ['a:3', 'a:4'], true])
    rest.answer(done(rest.items))
    expect([...(await results), ...(await later)]).toEqual(['a:1!', 'a:2!', 'a:3!', 'a:4!'])
    const free = group.run('a:5')
    const last = await call(4)
    expect(last.wait).toBe(false)
    last.answer(done(last.items))
    expect(await free).toBe('a:5!')
  })

  it('gives lanes their turns when more are busy than may wait at once', async () => {
    const { group, call, stayBusy, settled } = makeGroup()
    const results = Promise.all(['a:1', 'b:1'].map((item) => group.run(item)))
    await stayBusy(0)
    const laneA = await call(2)
    expect(laneA.items).toEqual(['a:1'])
    const more = group.run('a:2')
    expect(await settled()).toBe(3)
    laneA.answer(done(laneA.items))
    const laneB = await call(3)
    expect(laneB.items).toEqual(['b:1'])
    laneB.answer(done(laneB.items))
    const laneAgain = await call(4)
    expect(laneAgain.items).toEqual(['a:2'])
    laneAgain.answer(done(laneAgain.items))
    expect([...(await results), await more]).toEqual(['a:1!', 'b:1!', 'a:2!'])
  })

  it('asks again for what is still busy in its lane, before what came later', async () => {
    const { group, call, stayBusy } = makeGroup()
    const results = Promise.all(['a:1', 'a:2', 'a:3'].map((item) => group.run(item)))
    await stayBusy(0)
    const later = group.run('a:4')
    ;(await call(2)).answer([...done(['a:1']), busy, ...done(['a:3'])])
    const again = await call(3)
    expect(again.items).toEqual(['a:2', 'a:4'])
    again.answer(done(again.items))
    expect([...(await results), await later]).toEqual(['a:1!', 'a:2!', 'a:3!', 'a:4!'])
  })

  it('runs a failed batch one by one, so that only what is poisoned fails', async () => {
    const { group, call } = makeGroup()
    const results = Promise.allSettled(['a:1', 'a:2', 'b:1'].map((item) => group.run(item)))
    ;(await call(0)).fail(new Error('poison'))
    ;(await call(1)).answer(done(['a:1']))
    ;(await call(2)).fail(new Error('poison'))
    const last = await call(3)
    expect(last.items).toEqual(['b:1'])
    last.answer(done(last.items))
    expect(await results).toMatchObject([{ value: 'a:1!' }, { reason: new Error('poison') }, { value: 'b:1!' }])
  })

  it('keeps a lane in order also while running one by one', async () => {
    const { group, call } = makeGroup()
    const results = Promise.all(['a:1', 'a:2', 'b:1'].map((item) => group.run(item)))
    ;(await call(0)).fail(new Error('poison'))
    ;(await call(1)).answer([busy])
    const other = await call(2)
    expect(other.items).toEqual(['b:1'])
    other.answer(done(other.items))
    const again = await call(3)
    expect(again.items).toEqual(['a:1', 'a:2'])
    again.answer([busy, busy])
    const lane = await call(4)
    expect([lane.items, lane.wait]).toEqual([['a:1', 'a:2'], true])
    lane.answer(done(lane.items))
    expect(await results).toEqual(['a:1!', 'a:2!', 'b:1!'])
  })

  it('does not run again what may have been kept: everyone gets Unavailable', async () => {
    const { group, call, settled } = makeGroup()
    const results = Promise.allSettled(['a:1', 'b:1'].map((item) => group.run(item)))
    const gone = new Unavailable('The database is gone.')
    ;(await call(0)).fail(gone)
    expect(await results).toMatchObject([{ reason: gone }, { reason: gone }])
    expect(await settled()).toBe(1)
    const next = group.run('a:2')
    ;(await call(1)).answer(done(['a:2']))
    expect(await next).toBe('a:2!')
  })

  it('holds no more than its capacity, lanes included', async () => {
    const { group, call, stayBusy } = makeGroup({ capacity: 2 })
    const held = Promise.all(['a:1', 'a:2'].map((item) => group.run(item)))
    await expect(group.run('a:3')).rejects.toBeInstanceOf(Unavailable)
    await stayBusy(0)
    const lane = await call(2)
    await expect(group.run('b:1')).rejects.toBeInstanceOf(Unavailable)
    lane.answer(done(lane.items))
    await held
    const next = group.run('b:2')
    ;(await call(3)).answer(done(['b:2']))
    expect(await next).toBe('b:2!')
  })

  it('fails what a commit forgets to answer', async () => {
    const { group, call } = makeGroup()
    const results = Promise.allSettled(['a:1', 'a:2'].map((item) => group.run(item)))
    ;(await call(0)).answer(done(['a:1']))
    expect(await results).toMatchObject([{ value: 'a:1!' }, { status: 'rejected' }])
  })
})
