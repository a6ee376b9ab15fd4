import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import type { Entrance } from '../../../src/application/chats/entrance.js'
import { AcceptInvite } from '../../../src/application/invites/accept-invite.js'
import { CreateInvite } from '../../../src/application/invites/create-invite.js'
import { ListInvites } from '../../../src/application/invites/list-invites.js'
import { PreviewInvite } from '../../../src/application/invites/preview-invite.js'
import { RevokeInvite } from '../../../src/application/invites/revoke-invite.js'
import type { ChatReader } from '../../../src/application/ports/chat-reader.js'
import type { InviteReader } from '../../../src/application/ports/invites.js'
import { Conflict, Forbidden, NotFound, TokenUsedOrExpired, ValidationFailed } from '../../../src/domain/errors.js'
import type { ChatId } from '../../../src/domain/ids.js'
import type { Role } from '../../../src/domain/member.js'
import { ada, aGroup, aMembership, anInvite, asSeenBy, at, bob, eve, groupId, later } from '../../support/people.js'
import { aUnitOfWork } from '../unit-of-work-double.js'

afterEach(() => td.reset())

const clock = { now: () => later }
const code = 'code'
const over = [
  ['revoked', { revokedAt: at }],
  ['used up', { maxUses: 2, uses: 2 }],
  ['expired', { expiresAt: later }],
] as const

const heldBy = (role: Role, holds: Parameters<typeof aUnitOfWork>[0] = {}) =>
  aUnitOfWork({ chat: aGroup(), users: [ada, bob, eve], memberships: [aMembership(ada, { role })], ...holds })

describe('CreateInvite', () => {
  const command = { actorId: ada.id, chatId: groupId, maxUses: 5, expiresAt: null }
  const createInvite = ({ work }: ReturnType<typeof heldBy>) => new CreateInvite(work, { random: () => code }, clock)

  it('an admin makes one, with a code of nobody’s choosing', async () => {
    const stores = heldBy('admin')

    const invite = await createInvite(stores).execute(command)
    expect(invite).toEqual(anInvite({ createdAt: later, maxUses: 5 }))
    td.verify(stores.invites.save(invite))
  })

  it('refuses a member, a stranger, a private chat, and an end in the past', async () => {
    await expect(createInvite(heldBy('member')).execute(command)).rejects.toThrow(Forbidden)
    await expect(createInvite(heldBy('admin')).execute({ ...command, actorId: eve.id })).rejects.toThrow(NotFound)
    await expect(createInvite(heldBy('member', { chat: aGroup({ type: 'private' }) })).execute(command)).rejects.toThrow(Conflict)
    await expect(createInvite(heldBy('admin')).execute({ ...command, expiresAt: later })).rejects.toThrow(ValidationFailed)
  })
})

describe('AcceptInvite', () => {
  const setUp = (holds: Parameters<typeof aUnitOfWork>[0]) => {
    const stores = heldBy('owner', holds)
    const entrance = td.object<Entrance>()
    const view = asSeenBy(aGroup())
    td.when(entrance.show(groupId, bob.id)).thenResolve(view)
    return { ...stores, entrance, view, accept: () => new AcceptInvite(stores.work, entrance, clock).execute({ userId: bob.id, code }) }
  }

  it('lets a stranger into a private group, and counts it', async () => {
    const { accept, entrance, view, memberships, invites } = setUp({
      invites: [anInvite({ maxUses: 2, uses: 1, expiresAt: new Date(later.getTime() + 1) })],
    })

    expect(await accept()).toBe(view)
    td.verify(memberships.save([aMembership(bob, { joinedAt: later, seq: 11 })]))
    td.verify(invites.save(td.matchers.contains({ code, uses: 2 })))
    td.verify(entrance.welcome(groupId, bob.id, td.matchers.contains({ seq: 11 })))
  })

  it.each(over)('one that is %s lets nobody in', async (_name, changes) => {
    const { accept, entrance, chats, invites } = setUp({ invites: [anInvite(changes)] })

    await expect(accept()).rejects.toThrow(TokenUsedOrExpired)
    const calls = [entrance.welcome, chats.save, invites.save].map((double) => td.explain(double).callCount)
    expect(calls).toEqual([0, 0, 0])
  })

  it.each([['good', {}], ...over] as const)(
    'somebody who is in is let in again and shown the chat, and no use of one that is %s is counted',
    async (_name, changes) => {
      const { accept, view, entrance, invites } = setUp({ invites: [anInvite(changes)], memberships: [aMembership(bob)] })

      expect(await accept()).toBe(view)
      td.verify(entrance.welcome(groupId, bob.id, null))
      expect(td.explain(invites.save).callCount).toBe(0)
    },
  )

  it('refuses somebody who is banned, and counts nothing', async () => {
    const ban = { chatId: groupId, userId: bob.id, bannedBy: ada.id, bannedAt: at }
    const { accept, invites } = setUp({ invites: [anInvite()], bans: [ban] })

    await expect(accept()).rejects.toThrow(Forbidden)
    expect(td.explain(invites.save).callCount).toBe(0)
  })

  it('there is none of a code that nobody was given', async () => {
    await expect(setUp({}).accept()).rejects.toThrow(NotFound)
  })
})

describe('RevokeInvite', () => {
  const command = { actorId: ada.id, chatId: groupId, code }
  const revokeInvite = ({ work }: ReturnType<typeof heldBy>) => new RevokeInvite(work, clock)

  it('an admin withdraws one; again, nothing changes', async () => {
    const fresh = heldBy('admin', { invites: [anInvite()] })
    const gone = heldBy('admin', { invites: [anInvite({ revokedAt: at })] })

    await revokeInvite(fresh).execute(command)
    td.verify(fresh.invites.save(anInvite({ revokedAt: later })))
    await revokeInvite(gone).execute(command)
    expect(td.explain(gone.invites.save).callCount).toBe(0)
  })

  it('refuses a member, and one of another chat is none', async () => {
    await expect(revokeInvite(heldBy('member', { invites: [anInvite()] })).execute(command)).rejects.toThrow(Forbidden)
    const other = anInvite({ chatId: '10000000-0000-7000-8000-000000000002' as ChatId })
    await expect(revokeInvite(heldBy('admin', { invites: [other] })).execute(command)).rejects.toThrow(NotFound)
    await expect(revokeInvite(heldBy('admin')).execute(command)).rejects.toThrow(NotFound)
  })
})

describe('PreviewInvite', () => {
  const setUp = (changes: Parameters<typeof anInvite>[0], ...members: readonly (typeof bob)[]) => {
    const invites = td.object<InviteReader>()
    const chats = td.object<ChatReader>()
    const found = { invite: anInvite(changes), chat: aGroup() }
    td.when(invites.findWithChat(td.matchers.anything())).thenResolve(null)
    td.when(invites.findWithChat(code)).thenResolve(found)
    td.when(chats.findForMembers(groupId, [bob.id])).thenResolve(new Map(members.map(({ id }) => [id, asSeenBy(aGroup())])))
    return { found, preview: (given = code) => new PreviewInvite(invites, chats, clock).execute({ userId: bob.id, code: given }) }
  }

  it('shows what it leads into, and whether one is there', async () => {
    const [outside, inside] = [setUp({}), setUp({}, bob)]

    expect(await outside.preview()).toEqual({ ...outside.found, joined: false })
    expect(await inside.preview()).toEqual({ ...inside.found, joined: true })
  })

  it.each(over)('one that is %s is shown to those who are in', async (_name, changes) => {
    await expect(setUp(changes).preview()).rejects.toThrow(TokenUsedOrExpired)
    expect(await setUp(changes, bob).preview()).toMatchObject({ joined: true })
  })

  it('there is none of a code that nobody was given', async () => {
    await expect(setUp({}).preview('another')).rejects.toThrow(NotFound)
  })
})

describe('ListInvites', () => {
  it('shows them to those who run the group, and to nobody else', async () => {
    const invites = td.object<InviteReader>()
    const chats = td.object<ChatReader>()
    const listInvites = new ListInvites(chats, invites)
    const page = { limit: 10, cursor: null }
    const answer = { items: [anInvite()], nextCursor: null }
    td.when(invites.list(groupId, page)).thenResolve(answer)
    td.when(chats.findForMembers(groupId, td.matchers.anything())).thenResolve(new Map())
    td.when(chats.findForMembers(groupId, [ada.id])).thenResolve(new Map([[ada.id, asSeenBy(aGroup(), { role: 'admin' })]]))
    td.when(chats.findForMembers(groupId, [bob.id])).thenResolve(new Map([[bob.id, asSeenBy(aGroup())]]))

    expect(await listInvites.execute({ actorId: ada.id, chatId: groupId, page })).toBe(answer)
    await expect(listInvites.execute({ actorId: bob.id, chatId: groupId, page })).rejects.toThrow(Forbidden)
    await expect(listInvites.execute({ actorId: eve.id, chatId: groupId, page })).rejects.toThrow(NotFound)
  })
})
