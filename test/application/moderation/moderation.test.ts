import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { AppointAdmin } from '../../../src/application/moderation/appoint-admin.js'
import { FileReport } from '../../../src/application/moderation/file-report.js'
import { HandleReport } from '../../../src/application/moderation/handle-report.js'
import { ListReports } from '../../../src/application/moderation/list-reports.js'
import { ReadAudit } from '../../../src/application/moderation/read-audit.js'
import { RemoveMessage } from '../../../src/application/moderation/remove-message.js'
import { SuspendUser } from '../../../src/application/moderation/suspend-user.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import type { InstanceAdmins } from '../../../src/application/ports/instance-admins.js'
import type { LiveConnections } from '../../../src/application/ports/live-connections.js'
import type { MessageRepository } from '../../../src/application/ports/message-repository.js'
import type { Reports } from '../../../src/application/ports/reports.js'
import type { SecurityEvents } from '../../../src/application/ports/security-log.js'
import type { Suspensions } from '../../../src/application/ports/suspensions.js'
import type { UserDirectory } from '../../../src/application/ports/user-directory.js'
import { Conflict, Forbidden, NotFound, ValidationFailed } from '../../../src/domain/errors.js'
import type { ReportId, SessionId } from '../../../src/domain/ids.js'
import type { ReviewedReport } from '../../../src/domain/report.js'
import { moderationEvents } from '../../../src/domain/security-event.js'
import { ada, aGroup, aMessage, bob, eve, groupId, later, messageId } from '../../support/people.js'
import { aUnitOfWork } from '../unit-of-work-double.js'

afterEach(() => td.reset())

const clock = { now: () => later }
const reportId = '40000000-0000-7000-8000-000000000001' as ReportId
const page = { limit: 50, cursor: null }

/** Ada is an admin of the installation. */
function adaAlone(): InstanceAdmins {
  const admins = td.object<InstanceAdmins>()
  td.when(admins.includes(td.matchers.anything())).thenResolve(false)
  td.when(admins.includes(ada.id)).thenResolve(true)
  return admins
}

function everybody(): UserDirectory {
  const users = td.object<UserDirectory>()
  td.when(users.findMany(td.matchers.anything())).thenDo(async (ids: readonly string[]) =>
    [ada, bob].filter((user) => ids.includes(user.id)),
  )
  return users
}

describe('FileReport', () => {
  const setUp = () => {
    const [reports, messages] = [td.object<Reports>(), td.object<MessageRepository>()]
    td.when(messages.findForMember(groupId, messageId, bob.id)).thenResolve(aMessage())
    td.when(messages.findForMember(groupId, messageId, ada.id)).thenResolve(aMessage())
    td.when(messages.findForMember(groupId, messageId, eve.id)).thenResolve(null)
    return { reports, fileReport: new FileReport(reports, messages, everybody(), { next: () => reportId }, clock) }
  }
  const place = { chatId: groupId, messageId }

  it('files what is wrong with a message, about its author', async () => {
    const { reports, fileReport } = setUp()
    const filed = { id: reportId, reporterId: bob.id, userId: ada.id, place, reason: 'Spam', createdAt: later }
    expect(await fileReport.execute({ userId: bob.id, about: place, reason: 'Spam' })).toEqual(filed)
    td.verify(reports.file(filed))
  })

  it('files what is wrong with a person', async () => {
    const { fileReport } = setUp()
    expect(await fileReport.execute({ userId: ada.id, about: { userId: bob.id }, reason: 'Spam' })).toMatchObject({
      userId: bob.id,
      place: null,
    })
  })

  it('S113 refuses what the reporter may not see, themselves, and no reason', async () => {
    const { fileReport } = setUp()
    await expect(fileReport.execute({ userId: eve.id, about: place, reason: 'Spam' })).rejects.toThrow(NotFound)
    await expect(fileReport.execute({ userId: ada.id, about: { userId: eve.id }, reason: 'Spam' })).rejects.toThrow(NotFound)
    await expect(fileReport.execute({ userId: ada.id, about: place, reason: 'Spam' })).rejects.toThrow(Conflict)
    await expect(fileReport.execute({ userId: bob.id, about: place, reason: ' ' })).rejects.toThrow(ValidationFailed)
  })
})

describe('who handles reports', () => {
  it('is an admin of the installation, and nobody else', async () => {
    const [reports, admins] = [td.object<Reports>(), adaAlone()]
    const handled = { id: reportId } as ReviewedReport
    td.when(reports.list('open', page)).thenResolve({ items: [handled], nextCursor: null })
    td.when(reports.handle(reportId, { status: 'resolved', note: 'Done', by: ada.id, at: later })).thenResolve(handled)
    const [list, handle] = [new ListReports(reports, admins), new HandleReport(reports, admins, clock)]

    expect((await list.execute({ actorId: ada.id, status: 'open', page })).items).toEqual([handled])
    expect(await handle.execute({ actorId: ada.id, reportId, status: 'resolved', note: 'Done' })).toBe(handled)
    await expect(list.execute({ actorId: bob.id, status: 'open', page })).rejects.toThrow(Forbidden)
    await expect(handle.execute({ actorId: bob.id, reportId, status: 'resolved', note: 'Done' })).rejects.toThrow(Forbidden)
    await expect(handle.execute({ actorId: ada.id, reportId, status: 'resolved', note: '\0' })).rejects.toThrow(ValidationFailed)
  })
})

describe('SuspendUser', () => {
  const setUp = () => {
    const [suspensions, live] = [td.object<Suspensions>(), td.object<LiveConnections>()]
    return { suspensions, live, suspendUser: new SuspendUser(suspensions, adaAlone(), live, clock) }
  }

  it('ends the sessions on every node', async () => {
    const { suspensions, live, suspendUser } = setUp()
    td.when(suspensions.suspend(bob.id, later)).thenResolve(['s1' as SessionId])
    await suspendUser.execute({ actorId: ada.id, userId: bob.id, suspended: true })
    td.verify(live.endSessions(bob.id, ['s1' as SessionId]))
  })

  it('lifts', async () => {
    const { suspensions, suspendUser } = setUp()
    td.when(suspensions.lift(bob.id)).thenResolve(true)
    td.when(suspensions.lift(eve.id)).thenResolve(false)
    await suspendUser.execute({ actorId: ada.id, userId: bob.id, suspended: false })
    await expect(suspendUser.execute({ actorId: ada.id, userId: eve.id, suspended: false })).rejects.toThrow(NotFound)
  })

  it('S19 S125 is for admins alone, and against none of them', async () => {
    const { suspensions, suspendUser } = setUp()
    td.when(suspensions.suspend(eve.id, later)).thenResolve(null)
    await expect(suspendUser.execute({ actorId: bob.id, userId: eve.id, suspended: true })).rejects.toThrow(Forbidden)
    await expect(suspendUser.execute({ actorId: ada.id, userId: ada.id, suspended: true })).rejects.toThrow(Conflict)
    await expect(suspendUser.execute({ actorId: ada.id, userId: eve.id, suspended: true })).rejects.toThrow(NotFound)
  })
})

it('AppointAdmin makes and unmakes admins, for admins alone', async () => {
  const admins = adaAlone()
  const appointAdmin = new AppointAdmin(admins, everybody(), clock)
  await appointAdmin.execute({ actorId: ada.id, userId: bob.id, appointed: true })
  td.verify(admins.appoint(bob.id, ada.id, later))
  await appointAdmin.execute({ actorId: ada.id, userId: bob.id, appointed: false })
  td.verify(admins.dismiss(bob.id))
  await expect(appointAdmin.execute({ actorId: bob.id, userId: bob.id, appointed: true })).rejects.toThrow(Forbidden)
  await expect(appointAdmin.execute({ actorId: ada.id, userId: eve.id, appointed: true })).rejects.toThrow(NotFound)
})

it('RemoveMessage buries it in a chat that the admin is not in', async () => {
  const { work, messages } = aUnitOfWork({ chat: aGroup(), messages: [aMessage()] })
  const events = td.object<EventPublisher>()
  const removeMessage = new RemoveMessage(work, adaAlone(), events, clock)
  await removeMessage.execute({ actorId: ada.id, chatId: groupId, messageId })
  const tombstone = aMessage({ text: null, deletedAt: later, seq: 11 })
  td.verify(messages.save(tombstone))
  td.verify(events.publish({ type: 'message.deleted', chatId: groupId, seq: 11, message: tombstone }))
  await expect(removeMessage.execute({ actorId: bob.id, chatId: groupId, messageId })).rejects.toThrow(Forbidden)
})

it('ReadAudit shows admins what admins did', async () => {
  const events = td.object<SecurityEvents>()
  td.when(events.pageOfTypes(moderationEvents, page)).thenResolve({ items: [], nextCursor: null })
  const readAudit = new ReadAudit(events, adaAlone())
  expect(await readAudit.execute({ actorId: ada.id, page })).toEqual({ items: [], nextCursor: null })
  await expect(readAudit.execute({ actorId: bob.id, page })).rejects.toThrow(Forbidden)
})
