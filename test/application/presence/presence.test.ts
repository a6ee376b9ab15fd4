import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { encode, longestMessage } from '../../../src/adapters/redis/bus-message.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import type { MessageBroadcaster, Signal } from '../../../src/application/ports/message-broadcaster.js'
import type { PresenceDirectory } from '../../../src/application/ports/presence-directory.js'
import type { PresenceLeases } from '../../../src/application/ports/presence-leases.js'
import type { RateLimiter } from '../../../src/application/ports/rate-limiter.js'
import { ChangePresence } from '../../../src/application/presence/change-presence.js'
import { PresenceAnnouncer } from '../../../src/application/presence/presence-announcer.js'
import { ShowTyping } from '../../../src/application/presence/show-typing.js'
import { ViewPresences } from '../../../src/application/presence/view-presences.js'
import { NotFound } from '../../../src/domain/errors.js'
import { type PresenceProfile, type PresenceStatus, presenceOf } from '../../../src/domain/presence.js'
import { ada, at, bob, eve, groupId } from '../../support/people.js'

afterEach(() => td.reset())

const clock = { now: () => at }
const profileOf = (userId = ada.id, changes: Partial<PresenceProfile> = {}): PresenceProfile => ({
  userId,
  visibility: 'everyone',
  lastSeen: false,
  lastSeenAt: at,
  ...changes,
})

describe('what others see of somebody', () => {
  const cases: readonly [string, Partial<PresenceProfile>, PresenceStatus, PresenceStatus, Date | null][] = [
    ['is how they are', {}, 'away', 'away', null],
    ['is no time without their consent', {}, 'offline', 'offline', null],
    ['is when they were here last, with it', { lastSeen: true }, 'offline', 'offline', at],
    ['is no time while they are here', { lastSeen: true }, 'online', 'online', null],
    ['S127 is nothing where they hide', { visibility: 'nobody', lastSeen: true }, 'online', 'offline', at],
  ]

  it.each(cases)('%s', (_, changes, status, shown, lastSeenAt) => {
    expect(presenceOf(profileOf(ada.id, changes), status)).toEqual({ userId: ada.id, status: shown, lastSeenAt })
  })
})

describe('ShowTyping', () => {
  const setUp = (isSeen: boolean | null, allowed = true) => {
    const [directory, limiter, events] = [td.object<PresenceDirectory>(), td.object<RateLimiter>(), td.object<EventPublisher>()]
    const sight = isSeen === null ? null : { isSeen, membersSeq: 5, hiddenFrom: [bob.id] }
    td.when(directory.sightIn(groupId, ada.id)).thenResolve(sight)
    td.when(limiter.take({ name: 'typing', points: 1, seconds: 3 }, `${groupId} ${ada.id}`)).thenResolve({
      allowed,
      remaining: 0,
      resetAfter: 3,
      isFirstRefusal: false,
    })
    const showTyping = new ShowTyping(directory, limiter, events, clock)
    return { events, limiter, show: () => showTyping.execute({ userId: ada.id, chatId: groupId }) }
  }

  it('S122 tells the chat, for six seconds, but for who is not to see it', async () => {
    const { events, show } = setUp(true)
    await show()
    const place = { chatId: groupId, userId: ada.id, membersSeq: 5, hiddenFrom: [bob.id] }
    td.verify(events.publish({ type: 'typing', ...place, expiresAt: new Date(at.getTime() + 6_000) }))
  })

  it('tells nothing more often than the limit has it', async () => {
    const { events, show } = setUp(true, false)
    await show()
    expect(td.explain(events.publish).callCount).toBe(0)
  })

  it('S122 tells nothing of who is not seen there', async () => {
    const { events, limiter, show } = setUp(false)
    await show()
    expect([td.explain(events.publish).callCount, td.explain(limiter.take).callCount]).toEqual([0, 0])
  })

  it('S113 a chat the caller is not in does not exist for them', async () => {
    await expect(setUp(null).show()).rejects.toThrow(NotFound)
  })
})

describe('ViewPresences', () => {
  it('S127 answers those whom the viewer knows, and asks after nobody else', async () => {
    const [directory, leases] = [td.object<PresenceDirectory>(), td.object<PresenceLeases>()]
    td.when(directory.knownTo(ada.id, [bob.id, eve.id])).thenResolve([profileOf(bob.id)])
    td.when(leases.statusesOf([bob.id])).thenResolve(new Map([[bob.id, 'online']]))
    expect(await new ViewPresences(directory, leases).execute({ viewerId: ada.id, userIds: [bob.id, eve.id] })).toEqual([
      { userId: bob.id, status: 'online', lastSeenAt: null },
    ])
  })
})

describe('telling of people', () => {
  const setUp = (...profiles: readonly PresenceProfile[]) => {
    const [directory, broadcaster] = [td.object<PresenceDirectory>(), td.object<MessageBroadcaster>()]
    td.when(directory.audiencesOf(td.matchers.anything())).thenResolve(
      profiles.map((profile) => ({ profile, chatIds: [groupId], hiddenFrom: [] })),
    )
    const announcer = new PresenceAnnouncer(directory, broadcaster)
    const told = () => td.explain(broadcaster.broadcast).calls.map(({ args }) => args)
    return { directory, announcer, told }
  }
  const change = (userId = ada.id, status: PresenceStatus = 'online', lastSeenAt: string | null = null) => ({
    userId,
    status,
    lastSeenAt,
    chatIds: [groupId],
    hiddenFrom: [],
  })

  it('is one signal for many, without those who hide', async () => {
    const { announcer, told } = setUp(profileOf(ada.id), profileOf(bob.id, { visibility: 'nobody' }), profileOf(eve.id, { lastSeen: true }))
    await announcer.announce(
      new Map([
        [ada.id, 'online'],
        [bob.id, 'online'],
        [eve.id, 'offline'],
      ]),
    )
    expect(told()).toEqual([['nodes', { kind: 'presence', changes: [change(), change(eve.id, 'offline', at.toISOString())] }]])
  })

  it('is several signals where they are in many chats', async () => {
    const { directory, announcer, told } = setUp()
    const chatIds = Array.from({ length: 3_000 }, () => groupId)
    td.when(directory.audiencesOf(td.matchers.anything())).thenResolve(
      [ada, bob, eve].map(({ id }) => ({ profile: profileOf(id), chatIds, hiddenFrom: [] })),
    )
    await announcer.announce(new Map([ada, bob, eve].map(({ id }) => [id, 'online'])))
    expect(told()).toHaveLength(3)
  })

  it.each([
    ['very many chats', 12_000, 0],
    ['chats with many who are not to see', 1_000, 2_000],
  ])('fits into what a node takes at once, with %s', async (_, chats, hidden) => {
    const { directory, announcer, told } = setUp()
    const chatIds = Array.from({ length: chats }, () => groupId)
    const audience = (profile = profileOf(ada.id)) => ({ profile, chatIds, hiddenFrom: Array.from({ length: hidden }, () => bob.id) })
    td.when(directory.audiencesOf(td.matchers.anything())).thenResolve([audience(), audience(profileOf(eve.id))])
    await announcer.announce(new Map([ada, eve].map(({ id }) => [id, 'online'])))
    await announcer.announceProfile(ada)
    const signals = told().map(([, signal]) => signal as Signal)
    const lengths = signals.map((signal) => encode({ from: ada.id, kind: 'signal', signal }).length)
    expect(Math.max(...lengths)).toBeLessThan(longestMessage / 2)
    const changes = signals.flatMap((signal) => (signal.kind === 'presence' ? signal.changes : []))
    expect(changes.flatMap((each) => each.chatIds)).toHaveLength(2 * chats)
    expect(changes.every(({ hiddenFrom }) => hiddenFrom.length === hidden)).toBe(true)
    expect(signals.flatMap((signal) => (signal.kind === 'profile' ? signal.chatIds : []))).toHaveLength(chats)
  })

  it('is nothing where there is nobody to tell of, or nobody to tell', async () => {
    const { announcer, told, directory } = setUp()
    await announcer.announce(new Map())
    expect(td.explain(directory.audiencesOf).callCount).toBe(0)
    td.when(directory.audiencesOf([ada.id])).thenResolve([{ profile: profileOf(), chatIds: [], hiddenFrom: [] }])
    await announcer.announce(new Map([[ada.id, 'online']]))
    expect(told()).toEqual([])
  })

  it('tells of who begins to hide that they are gone', async () => {
    const { announcer, told } = setUp(profileOf(ada.id, { visibility: 'nobody' }))
    await announcer.announceOne(ada.id, 'online')
    expect(told()).toEqual([['nodes', { kind: 'presence', changes: [change(ada.id, 'offline')] }]])
  })
})

describe('ChangePresence', () => {
  const setUp = (status: 'online' | 'away' | null, moved = true) => {
    const [directory, leases] = [td.object<PresenceDirectory>(), td.object<PresenceLeases>()]
    const announcer = td.instance(PresenceAnnouncer)
    td.when(directory.change(ada.id, td.matchers.anything(), at)).thenResolve({ visibility: 'everyone', lastSeen: true })
    td.when(leases.setAway(ada.id, td.matchers.anything())).thenResolve(moved)
    td.when(leases.statusesOf([ada.id])).thenResolve(new Map(status ? [[ada.id, status]] : []))
    const changePresence = new ChangePresence(directory, leases, announcer, clock)
    return { announcer, change: (command: object) => changePresence.execute({ userId: ada.id, settings: {}, ...command }) }
  }

  it('answers what is set, and tells of who is away now', async () => {
    const { announcer, change } = setUp('away')
    expect(await change({ away: true })).toEqual({ visibility: 'everyone', lastSeen: true, away: true })
    td.verify(announcer.announce(new Map([[ada.id, 'away']])))
  })

  it('tells nothing where nothing changed, or where nobody sees them', async () => {
    for (const { announcer, change } of [setUp('away', false), setUp(null)]) {
      await change({ away: true })
      expect(td.explain(announcer.announce).callCount).toBe(0)
    }
  })

  it('tells of who hides, or shows themselves', async () => {
    const { announcer, change } = setUp('online')
    await change({ settings: { visibility: 'nobody' } })
    td.verify(announcer.announceOne(ada.id, 'online'))
  })
})
