import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { BanUser } from '../../../src/application/bans/ban-user.js'
import { ListBans } from '../../../src/application/bans/list-bans.js'
import { UnbanUser } from '../../../src/application/bans/unban-user.js'
import type { Exit } from '../../../src/application/chats/exit.js'
import type { BanReader } from '../../../src/application/ports/bans.js'
import type { ChatReader } from '../../../src/application/ports/chat-reader.js'
import { Conflict, Forbidden, NotFound } from '../../../src/domain/errors.js'
import type { UserId } from '../../../src/domain/ids.js'
import type { Role } from '../../../src/domain/member.js'
import { ada, aGroup, aMembership, asSeenBy, at, bob, eve, groupId, later } from '../../support/people.js'
import { aUnitOfWork } from '../unit-of-work-double.js'

afterEach(() => td.reset())

const nobody = 'ffffffff-0000-7000-8000-000000000000' as UserId
const command = { actorId: ada.id, chatId: groupId, userId: bob.id }
const ban = { chatId: groupId, userId: bob.id, bannedBy: ada.id, bannedAt: later }

describe('BanUser', () => {
  const setUp = (actor: Role, target: Parameters<typeof aMembership>[1] | null = {}, chat = aGroup()) => {
    const memberships = [aMembership(ada, { role: actor }), ...(target ? [aMembership(bob, target)] : [])]
    const stores = aUnitOfWork({ chat, users: [ada, bob, eve], memberships })
    const exit = td.object<Exit>()
    return { ...stores, exit, banUser: new BanUser(stores.work, exit, { now: () => later }) }
  }

  it('removes somebody of a lower role, and keeps them out', async () => {
    const { banUser, bans, memberships, exit } = setUp('owner', { role: 'admin' })

    await banUser.execute(command)
    td.verify(bans.save(ban))
    td.verify(memberships.save([aMembership(bob, { role: 'admin', leftAt: later, seq: 11 })]))
    td.verify(exit.close(groupId, td.matchers.contains({ userId: bob.id, seq: 11 }), 'removed'))
  })

  it.each([
    ['never was in it', null],
    ['has left, whatever they were', { role: 'owner' as const, leftAt: at }],
  ])('keeps out somebody who %s', async (_name, target) => {
    const { banUser, bans, chats, exit } = setUp('admin', target)

    await banUser.execute(command)
    td.verify(bans.save(ban))
    expect(td.explain(chats.save).callCount + td.explain(exit.close).callCount).toBe(0)
  })

  it.each<[Role, Role]>([
    ['member', 'member'],
    ['admin', 'admin'],
    ['admin', 'owner'],
    ['owner', 'owner'],
  ])('S125 %s may not ban %s', async (actor, target) => {
    const { banUser, exit } = setUp(actor, { role: target })

    await expect(banUser.execute(command)).rejects.toThrow(Forbidden)
    expect(td.explain(exit.close).callCount).toBe(0)
  })

  it('refuses a stranger, a user there is not, oneself, and a private chat', async () => {
    const { banUser } = setUp('owner')

    await expect(banUser.execute({ ...command, actorId: eve.id })).rejects.toThrow(NotFound)
    await expect(banUser.execute({ ...command, userId: nobody })).rejects.toThrow(NotFound)
    await expect(banUser.execute({ ...command, userId: ada.id })).rejects.toThrow(Forbidden)
    await expect(setUp('member', {}, aGroup({ type: 'private' })).banUser.execute(command)).rejects.toThrow(Conflict)
  })
})

describe('UnbanUser', () => {
  const unban = (role: Role) => {
    const stores = aUnitOfWork({ chat: aGroup(), memberships: [aMembership(ada, { role })] })
    return { ...stores, unbanUser: new UnbanUser(stores.work) }
  }

  it('lifts it', async () => {
    const { unbanUser, bans } = unban('admin')

    await unbanUser.execute(command)
    td.verify(bans.delete(groupId, bob.id))
  })

  it('refuses a member and a stranger', async () => {
    await expect(unban('member').unbanUser.execute(command)).rejects.toThrow(Forbidden)
    await expect(unban('admin').unbanUser.execute({ ...command, actorId: eve.id })).rejects.toThrow(NotFound)
  })
})

describe('ListBans', () => {
  it('shows them to those who run the group, and to nobody else', async () => {
    const [chats, bans] = [td.object<ChatReader>(), td.object<BanReader>()]
    const page = { limit: 10, cursor: null }
    const answer = { items: [{ user: bob, bannedAt: at, bannedBy: ada.id }], nextCursor: null }
    td.when(bans.list(groupId, page)).thenResolve(answer)
    td.when(chats.findForMembers(groupId, [ada.id])).thenResolve(new Map([[ada.id, asSeenBy(aGroup(), { role: 'owner' })]]))
    td.when(chats.findForMembers(groupId, [eve.id])).thenResolve(new Map([[eve.id, asSeenBy(aGroup())]]))

    const listBans = new ListBans(chats, bans)
    expect(await listBans.execute({ actorId: ada.id, chatId: groupId, page })).toBe(answer)
    await expect(listBans.execute({ actorId: eve.id, chatId: groupId, page })).rejects.toThrow(Forbidden)
  })
})
