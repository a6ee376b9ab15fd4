import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import type { LeaveChat } from '../../../src/application/chats/leave-chat.js'
import type { PasswordCheck } from '../../../src/application/credentials/password-check.js'
import { DeleteAccount } from '../../../src/application/personal-data/delete-account.js'
import { ExportData } from '../../../src/application/personal-data/export-data.js'
import { GroupDeparture } from '../../../src/application/personal-data/group-departure.js'
import type { AccountEraser } from '../../../src/application/ports/account-eraser.js'
import type { ChatReader } from '../../../src/application/ports/chat-reader.js'
import type { LiveConnections } from '../../../src/application/ports/live-connections.js'
import type { OwnAccount, OwnMembership, PersonalData } from '../../../src/application/ports/personal-data.js'
import type { ProfileRepository } from '../../../src/application/ports/profile-repository.js'
import type { Secrets } from '../../../src/application/ports/secrets.js'
import type { SecurityEvents } from '../../../src/application/ports/security-log.js'
import { InvalidCredentials, NotFound, Unauthenticated, Unavailable } from '../../../src/domain/errors.js'
import type { ChatId } from '../../../src/domain/ids.js'
import { erasedNames, isErased, isHandle } from '../../../src/domain/user.js'
import { account, email, sessionId } from '../../support/accounts.js'
import { ada, aGroup, aMe, aMessage, asSeenBy, at, groupId } from '../../support/people.js'

afterEach(() => td.reset())

const random = `-_A${'x'.repeat(40)}`
const pairId = '10000000-0000-7000-8000-000000000002' as ChatId
const lastId = '10000000-0000-7000-8000-000000000003' as ChatId

describe('DeleteAccount', () => {
  const command = { userId: ada.id, password: 'the password' }
  const setUp = () => {
    const check = td.object<PasswordCheck>()
    const chats = td.object<ChatReader>()
    const leaveChat = td.object<LeaveChat>()
    const eraser = td.object<AccountEraser>()
    const live = td.object<LiveConnections>()
    const secrets = td.object<Secrets>()
    td.when(check.again(ada.id, 'the password')).thenResolve(account())
    td.when(check.again(ada.id, 'wrong')).thenReject(new InvalidCredentials())
    td.when(secrets.random()).thenReturn(random)
    td.when(eraser.erase(ada.id, erasedNames(random))).thenResolve([sessionId])
    const page = (items: readonly ReturnType<typeof asSeenBy>[], nextCursor: string | null) => ({ items, nextCursor })
    td.when(chats.list(ada.id, { limit: 100, cursor: null })).thenResolve(
      page([asSeenBy(aGroup()), asSeenBy(aGroup({ id: pairId, type: 'private', title: null }))], 'more'),
    )
    td.when(chats.list(ada.id, { limit: 100, cursor: 'more' })).thenResolve(page([asSeenBy(aGroup({ id: lastId }))], null))
    td.when(leaveChat.execute(td.matchers.anything())).thenResolve(undefined)
    const deleteAccount = new DeleteAccount(check, new GroupDeparture(chats, leaveChat), eraser, live, secrets)
    return { leaveChat, eraser, live, deleteAccount }
  }
  const left = (leaveChat: LeaveChat) => td.explain(leaveChat.execute).calls.map(({ args }) => (args[0] as { chatId: ChatId }).chatId)

  it('leaves every group, keeps the private chats, erases, and closes every socket', async () => {
    const { leaveChat, live, deleteAccount } = setUp()
    await deleteAccount.execute(command)
    expect(left(leaveChat)).toEqual([groupId, lastId])
    td.verify(live.endSessions(ada.id, [sessionId]))
  })

  it('hides first, so that nobody lets them into a group again that they have left', async () => {
    const { leaveChat, eraser, deleteAccount } = setUp()
    td.when(eraser.hide(ada.id, erasedNames(random))).thenDo(async () => {
      expect(td.explain(leaveChat.execute).callCount).toBe(0)
    })
    await deleteAccount.execute(command)
    expect(td.explain(eraser.hide).callCount).toBe(1)
  })

  it('S49 needs the password, and leaves nothing without it', async () => {
    const { leaveChat, eraser, deleteAccount } = setUp()
    await expect(deleteAccount.execute({ ...command, password: 'wrong' })).rejects.toThrow(InvalidCredentials)
    for (const step of [eraser.hide, leaveChat.execute, eraser.erase]) expect(td.explain(step).callCount).toBe(0)
  })

  it('goes on when somebody has removed them from a group at the same moment', async () => {
    const { leaveChat, live, deleteAccount } = setUp()
    td.when(leaveChat.execute({ userId: ada.id, chatId: groupId })).thenReject(new NotFound('chat'))
    await deleteAccount.execute(command)
    td.verify(live.endSessions(ada.id, [sessionId]))
  })

  it('leaves again if they were let into a group after all, and gives up if that never ends', async () => {
    const { leaveChat, eraser, deleteAccount } = setUp()
    td.when(eraser.erase(ada.id, td.matchers.anything())).thenResolve(null, [sessionId])
    await deleteAccount.execute(command)
    expect(left(leaveChat)).toEqual([groupId, lastId, groupId, lastId])
    td.when(eraser.erase(ada.id, td.matchers.anything())).thenResolve(null)
    await expect(deleteAccount.execute(command)).rejects.toThrow(Unavailable)
  })

  it('gives names that nobody can choose, and that say nothing of the person', () => {
    const names = erasedNames(random)
    expect(isHandle(names.handle)).toBe(true)
    expect(isErased(names)).toBe(true)
    expect(names.displayName).toBe('Deleted user')
  })
})

describe('ExportData', () => {
  const membership: OwnMembership = { ...aMe(), chatId: groupId, type: 'group', title: 'Chess', joinedAt: at, leftAt: null }
  const own: OwnAccount = {
    signedUpAs: { handle: 'ada', displayName: 'Ada' },
    createdAt: at,
    verifiedAt: at,
    credentialsChangedAt: at,
    newEmail: null,
    presence: { visibility: 'everyone', lastSeen: false, lastSeenAt: null },
    notifications: { level: 'all', showPreview: true },
    adminSince: null,
  }
  const setUp = () => {
    const profiles = td.object<ProfileRepository>()
    const data = td.object<PersonalData>()
    td.when(profiles.find(ada.id)).thenResolve({ user: ada, email })
    td.when(data.account(ada.id)).thenResolve(own)
    td.when(data.page(td.matchers.isA(String), ada.id, { limit: 500, cursor: null })).thenResolve({ items: [], nextCursor: null })
    td.when(data.page('memberships', ada.id, { limit: 500, cursor: null })).thenResolve({ items: [membership], nextCursor: null })
    const first = { items: [aMessage({ number: 1 }), aMessage({ number: 2 })], nextCursor: 'next' }
    td.when(data.page('messages', ada.id, { limit: 500, cursor: null })).thenResolve(first)
    td.when(data.page('messages', ada.id, { limit: 500, cursor: 'next' })).thenResolve({
      items: [aMessage({ number: 3 })],
      nextCursor: null,
    })
    const events = td.object<SecurityEvents>()
    td.when(events.page(ada.id, { limit: 500, cursor: null })).thenResolve({ items: [], nextCursor: null })
    return { profiles, data, exportData: new ExportData(profiles, data, events, { now: () => at }) }
  }

  it('has all that is kept, page by page as it is read', async () => {
    const { data, exportData } = setUp()
    const archive = await exportData.execute({ userId: ada.id })
    expect(td.explain(data.page).callCount).toBe(0)
    expect([archive.exportedAt, archive.profile, archive.account]).toEqual([at, { user: ada, email }, own])
    const numbers: number[] = []
    for await (const message of archive.messages) {
      if (message.number === 2) expect(td.explain(data.page).callCount).toBe(1)
      numbers.push(message.number)
    }
    expect(numbers).toEqual([1, 2, 3])
    const memberships: OwnMembership[] = []
    for await (const one of archive.memberships) memberships.push(one)
    expect(memberships).toEqual([membership])
  })

  it('is of nobody who is gone', async () => {
    const { profiles, exportData } = setUp()
    td.when(profiles.find(ada.id)).thenResolve(null)
    await expect(exportData.execute({ userId: ada.id })).rejects.toThrow(Unauthenticated)
  })
})
