import assert from 'node:assert/strict'
import type { UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { later, leave, makeGroup, makePrivate, makeUsers, send, someTime, unknownId } from './world.js'

const idsOf = (profiles: readonly { readonly userId: UserId }[]): readonly UserId[] => profiles.map(({ userId }) => userId).sort()

async function people(storage: Storage) {
  const [ada, bob, eve, dan] = await makeUsers(storage, 4)
  assert.ok(ada && bob && eve && dan)
  return { ada, bob, eve, dan, all: [ada.id, bob.id, eve.id, dan.id] }
}

const audienceOf = async (storage: Storage, userId: UserId) => {
  const [audience] = await storage.presences.audiencesOf([userId])
  assert.ok(audience)
  return audience
}

export const presenceDirectoryContract: Contract<Storage> = {
  port: 'PresenceDirectory',
  rules: [
    {
      id: 'PW1',
      says: 'people of one group know each other, strangers and those who have left do not',
      async check(storage) {
        const { ada, bob, eve, all } = await people(storage)
        const group = await makeGroup(storage, [ada, bob, eve])
        assert.deepEqual(idsOf(await storage.presences.knownTo(ada.id, [...all, unknownId()])), [ada.id, bob.id, eve.id].sort())
        await leave(storage, group.id, eve)
        assert.deepEqual(idsOf(await storage.presences.knownTo(ada.id, all)), [ada.id, bob.id].sort())
        assert.deepEqual(idsOf(await storage.presences.knownTo(eve.id, all)), [eve.id])
        assert.deepEqual(await storage.presences.knownTo(ada.id, []), [])
      },
    },
    {
      id: 'PW1',
      says: 'people of a private chat know each other once both have written',
      async check(storage) {
        const { ada, bob } = await people(storage)
        const chatId = await makePrivate(storage, ada, bob)
        await send(storage, chatId, ada)
        await send(storage, chatId, ada)
        assert.deepEqual(await storage.presences.knownTo(bob.id, [ada.id]), [])
        await send(storage, chatId, bob)
        assert.deepEqual(idsOf(await storage.presences.knownTo(bob.id, [ada.id])), [ada.id])
        assert.deepEqual(idsOf(await storage.presences.knownTo(ada.id, [bob.id])), [bob.id])
      },
    },
    {
      id: 'PW1',
      says: 'S122 who blocks and who is blocked do not know each other, though they are in a group together',
      async check(storage) {
        const { ada, bob, eve, all } = await people(storage)
        await makeGroup(storage, [ada, bob, eve])
        await storage.blocks.block(ada.id, bob.id, someTime)
        assert.deepEqual(idsOf(await storage.presences.knownTo(ada.id, all)), [ada.id, eve.id].sort())
        assert.deepEqual(idsOf(await storage.presences.knownTo(bob.id, all)), [bob.id, eve.id].sort())
        for (const [person, other] of [
          [ada, bob],
          [bob, ada],
        ] as const)
          assert.deepEqual((await audienceOf(storage, person.id)).hiddenFrom, [other.id])
        assert.deepEqual((await audienceOf(storage, eve.id)).hiddenFrom, [])
      },
    },
    {
      id: 'PW2',
      says: 'somebody is told of in small groups, and in private chats where both have written',
      async check(storage) {
        const { ada, bob, eve } = await people(storage)
        const crowd = await makeUsers(storage, 50)
        const [small, other] = [await makeGroup(storage, [ada, bob]), await makeGroup(storage, [bob, ada])]
        await makeGroup(storage, [ada, ...crowd])
        const [known, unanswered] = [await makePrivate(storage, ada, bob), await makePrivate(storage, ada, eve)]
        await send(storage, known, ada)
        await send(storage, known, bob)
        await send(storage, unanswered, ada)
        await leave(storage, other.id, ada)
        const audience = await audienceOf(storage, ada.id)
        assert.deepEqual([...audience.chatIds].sort(), [small.id, known].sort())
        assert.deepEqual(audience.profile, { userId: ada.id, visibility: 'everyone', lastSeen: false, lastSeenAt: null })
        assert.deepEqual(await storage.presences.audiencesOf([unknownId()]), [])
        await storage.blocks.block(bob.id, ada.id, someTime)
        await storage.blocks.block(ada.id, eve.id, someTime)
        const { chatIds, hiddenFrom } = await audienceOf(storage, ada.id)
        assert.deepEqual([chatIds, hiddenFrom], [[small.id], [bob.id]])
      },
    },
    {
      id: 'PW3',
      says: 'what is named is changed, and all of it answered; who hides was last seen then',
      async check(storage) {
        const { ada } = await people(storage)
        const { presences } = storage
        assert.deepEqual(await presences.change(ada.id, {}, someTime), { visibility: 'everyone', lastSeen: false })
        assert.deepEqual(await presences.change(ada.id, { lastSeen: true }, someTime), { visibility: 'everyone', lastSeen: true })
        assert.deepEqual((await audienceOf(storage, ada.id)).profile.lastSeenAt, null)
        assert.deepEqual(await presences.change(ada.id, { visibility: 'nobody' }, later(1_000)), { visibility: 'nobody', lastSeen: true })
        assert.deepEqual((await audienceOf(storage, ada.id)).profile, {
          userId: ada.id,
          visibility: 'nobody',
          lastSeen: true,
          lastSeenAt: later(1_000),
        })
        await presences.change(ada.id, { visibility: 'nobody' }, later(9_000))
        assert.deepEqual((await audienceOf(storage, ada.id)).profile.lastSeenAt, later(1_000))
        assert.deepEqual(await presences.change(ada.id, { visibility: 'everyone', lastSeen: false }, later(9_000)), {
          visibility: 'everyone',
          lastSeen: false,
        })
      },
    },
    {
      id: 'PW4',
      says: 'the time of those who were here is kept, but of nobody who hides',
      async check(storage) {
        const { ada, bob } = await people(storage)
        await storage.presences.change(bob.id, { visibility: 'nobody' }, someTime)
        await storage.presences.markSeen([ada.id, bob.id, unknownId()], later(5_000))
        assert.deepEqual((await audienceOf(storage, ada.id)).profile.lastSeenAt, later(5_000))
        assert.deepEqual((await audienceOf(storage, bob.id)).profile.lastSeenAt, someTime)
        await storage.presences.markSeen([ada.id], later(6_000))
        assert.deepEqual((await audienceOf(storage, ada.id)).profile.lastSeenAt, later(6_000))
      },
    },
    {
      id: 'PW5',
      says: 'what somebody does in a chat is seen by the others, unless they hide; outside of it there is nothing to see',
      async check(storage) {
        const { ada, bob, eve } = await people(storage)
        const group = await makeGroup(storage, [ada, bob])
        const sight = (isSeen: boolean, membersSeq: number, ...hiddenFrom: UserId[]) => ({ isSeen, membersSeq, hiddenFrom })
        assert.deepEqual(await storage.presences.sightIn(group.id, bob.id), sight(true, 2))
        assert.equal(await storage.presences.sightIn(group.id, eve.id), null)
        assert.equal(await storage.presences.sightIn(unknownId(), bob.id), null)
        const pair = await makePrivate(storage, ada, bob)
        assert.equal((await storage.presences.sightIn(pair, bob.id))?.isSeen, true)
        await storage.blocks.block(ada.id, bob.id, someTime)
        await storage.blocks.block(bob.id, eve.id, someTime)
        const inPair = await Promise.all([ada, bob].map(({ id }) => storage.presences.sightIn(pair, id)))
        assert.deepEqual(
          inPair.map((each) => each?.isSeen),
          [false, false],
        )
        assert.deepEqual(await storage.presences.sightIn(group.id, bob.id), sight(true, 2, ada.id))
        assert.deepEqual(await storage.presences.sightIn(group.id, ada.id), sight(true, 2, bob.id))
        await storage.presences.change(bob.id, { visibility: 'nobody' }, someTime)
        assert.equal((await storage.presences.sightIn(group.id, bob.id))?.isSeen, false)
        await leave(storage, group.id, bob)
        assert.equal(await storage.presences.sightIn(group.id, bob.id), null)
        assert.deepEqual(await storage.presences.sightIn(group.id, ada.id), sight(true, 3))
      },
    },
  ],
}
