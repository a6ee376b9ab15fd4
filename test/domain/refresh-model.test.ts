import { describe, expect, it } from '@jest/globals'
import { judgeRefresh, type RefreshVerdict, reuseGrace } from '../../src/domain/session.js'

/** A session, the tabs of a browser with one token store, and a thief: everything that may happen next, whatever the order. */
interface World {
  readonly generation: number
  /** How long ago anything of the newest generation was first used: less than the grace, or more. */
  readonly confirmed: 'no' | 'lately' | 'long ago'
  readonly endedBy: 'nobody' | 'sign-out' | 'reuse'
  /** Generation of the refresh token in the tabs' store. */
  readonly store: number
  /** Of each tab: the generation of its access token, and that of a pair that is on its way to it. */
  readonly tabs: readonly { readonly access: number; readonly coming: number | null }[]
  /** What the thief holds. */
  readonly thief: number | null
  readonly thiefWasThere: boolean
}

interface Step {
  readonly does: string
  readonly world: World
  /** Somebody honest is refused. */
  readonly refused?: boolean
  /** Which generation was presented, and what became of it. */
  readonly presented?: { readonly generation: number; readonly verdict: RefreshVerdict }
}

const now = new Date('2030-01-01T12:00:00.000Z')
const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds)
const confirmedAt = { no: null, lately: ago(reuseGrace - 1), 'long ago': ago(reuseGrace) } as const

function judge({ generation, confirmed, endedBy }: World, presented: number): RefreshVerdict {
  const session = {
    generation,
    confirmedAt: confirmedAt[confirmed],
    lastUsedAt: now,
    expiresAt: ago(-1),
    endedAt: endedBy === 'nobody' ? null : now,
  }
  return judgeRefresh(session, { generation: presented, genuine: true }, now)
}

/** The server's side of a refresh. */
function present(world: World, presented: number): { readonly world: World; readonly verdict: RefreshVerdict } {
  const verdict = judge(world, presented)
  if (verdict === 'rotate') return { world: { ...world, generation: world.generation + 1, confirmed: 'no' }, verdict }
  if (verdict === 'reuse') return { world: { ...world, endedBy: 'reuse' }, verdict }
  return { world, verdict }
}

/** The server's side of a request with an access token: the first of the newest generation confirms it. */
const use = (world: World, access: number): World =>
  world.endedBy === 'nobody' && access === world.generation && world.confirmed === 'no' ? { ...world, confirmed: 'lately' } : world

const isGiven = (verdict: RefreshVerdict): boolean => verdict === 'rotate' || verdict === 'repeat'

/** `newest`: a pair that comes late does not replace a newer one. `latest`: whatever comes is stored, as a cookie is. */
type Keeps = 'newest' | 'latest'

function* steps(world: World, keeps: Keeps): Generator<Step> {
  for (const [index, tab] of world.tabs.entries()) {
    const withTab = (changed: World, changes: Partial<(typeof world.tabs)[number]>): World => ({
      ...changed,
      tabs: changed.tabs.map((one, at) => (at === index ? { ...one, ...changes } : one)),
    })
    if (tab.coming === null) {
      const { world: after, verdict } = present(world, world.store)
      const coming = isGiven(verdict) ? world.store + 1 : null
      yield {
        does: `tab ${index} refreshes`,
        world: withTab(after, { coming }),
        refused: coming === null,
        presented: { generation: world.store, verdict },
      }
    } else {
      const store = keeps === 'newest' ? Math.max(world.store, tab.coming) : tab.coming
      yield { does: `tab ${index} gets its answer`, world: withTab({ ...world, store }, { access: tab.coming, coming: null }) }
      yield { does: `tab ${index} loses its answer`, world: withTab(world, { coming: null }) }
    }
    yield { does: `tab ${index} calls`, world: use(world, tab.access), refused: world.endedBy !== 'nobody' }
  }
  if (world.confirmed === 'lately') yield { does: 'time passes', world: { ...world, confirmed: 'long ago' } }
  if (world.endedBy === 'nobody') yield { does: 'somebody signs out', world: { ...world, endedBy: 'sign-out' } }
  if (world.thief === null) yield { does: 'a thief copies the store', world: { ...world, thief: world.store, thiefWasThere: true } }
  else {
    const { world: after, verdict } = present(world, world.thief)
    const thief = isGiven(verdict) ? world.thief + 1 : world.thief
    yield { does: 'the thief refreshes', world: { ...after, thief }, presented: { generation: world.thief, verdict } }
    yield { does: 'the thief calls', world: use(world, world.thief) }
  }
}

const start = (tabs: number): World => ({
  generation: 0,
  confirmed: 'no',
  endedBy: 'nobody',
  store: 0,
  tabs: Array.from({ length: tabs }, () => ({ access: 0, coming: null })),
  thief: null,
  thiefWasThere: false,
})

interface Visit {
  readonly before: World
  readonly step: Step
}

/** Every step of every schedule with so many rotations. Which tab is which does not matter. */
function visit(tabs: number, rotations: number, keeps: Keeps, check: (visit: Visit, path: () => string) => void): number {
  const key = (world: World) => JSON.stringify({ ...world, tabs: world.tabs.map((tab) => JSON.stringify(tab)).sort() })
  const reached = new Map<string, { readonly from: string | null; readonly does: string }>()
  const first = start(tabs)
  reached.set(key(first), { from: null, does: 'somebody signs in' })
  const queue = [first]
  for (let world = queue.pop(); world !== undefined; world = queue.pop()) {
    const from = key(world)
    for (const step of steps(world, keeps)) {
      check({ before: world, step }, () => pathTo(from, step.does))
      if (step.world.generation > rotations || reached.has(key(step.world))) continue
      reached.set(key(step.world), { from, does: step.does })
      queue.push(step.world)
    }
  }
  return reached.size

  function pathTo(at: string, last: string): string {
    const path = [last]
    for (let one = reached.get(at); one; one = one.from === null ? undefined : reached.get(one.from)) path.unshift(one.does)
    return path.join(' → ')
  }
}

function require(holds: boolean, path: () => string): void {
  if (!holds) throw new Error(path())
}

describe('refresh rotation, over every schedule of tabs, lost answers, a thief and a sign-out', () => {
  it.each([
    [1, 6],
    [2, 5],
    [3, 4],
  ])('S24 S25 logs nobody out unless a thief was there or somebody signed out: %p tabs, %p rotations', (tabs, rotations) => {
    const states = visit(tabs, rotations, 'newest', ({ step }, path) => {
      if (step.refused) require(step.world.thiefWasThere || step.world.endedBy === 'sign-out', path)
    })
    expect(states).toBeGreaterThan(500 * tabs)
  })

  it('S23 accepts no token that is spent for sure, and ends the session with it', () => {
    let replays = 0
    visit(2, 5, 'newest', ({ before, step }, path) => {
      if (!step.presented || before.endedBy !== 'nobody') return
      const behind = before.generation - step.presented.generation
      const isSpent = behind >= 2 || (behind === 1 && before.confirmed === 'long ago')
      if (isSpent) replays += 1
      require(isSpent === (step.world.endedBy === 'reuse'), path)
    })
    expect(replays).toBeGreaterThan(1_000)
  })

  it('S27 S29 gives nothing more to anybody once the session has ended', () => {
    let attempts = 0
    visit(2, 5, 'newest', ({ before, step }, path) => {
      if (before.endedBy === 'nobody' || !step.presented) return
      attempts += 1
      require(step.presented.verdict === 'invalid' && step.world.generation === before.generation, path)
    })
    expect(attempts).toBeGreaterThan(1_000)
  })

  it('S23 lets a thief and the owner go on beside each other for no more than the grace: whoever is behind then ends it', () => {
    let meetings = 0
    visit(1, 5, 'newest', ({ before }, path) => {
      const { thief, store, generation, confirmed, endedBy } = before
      if (endedBy !== 'nobody' || thief === null || thief === store || confirmed !== 'long ago') return
      meetings += 1
      const behind = Math.min(thief, store)
      if (behind < generation) require(judge(before, behind) === 'reuse', path)
    })
    expect(meetings).toBeGreaterThan(50)
  })

  it('S24 logs somebody out whose store takes an answer that two rotations have overtaken: why a store keeps the newest', () => {
    const found: string[] = []
    visit(2, 3, 'latest', ({ step }, path) => {
      if (step.refused && !step.world.thiefWasThere && step.world.endedBy === 'reuse') found.push(path())
    })
    expect(found.length).toBeGreaterThan(0)
    visit(2, 1, 'latest', ({ step }, path) => {
      if (step.refused) require(step.world.thiefWasThere || step.world.endedBy === 'sign-out', path)
    })
  })
})
