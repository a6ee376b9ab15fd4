import { ContainerModule } from 'inversify'
import type { PrismaClient } from '../../adapters/prisma/database.js'
import { PrismaInstanceAdmins } from '../../adapters/prisma/prisma-instance-admins.js'
import { PrismaReports } from '../../adapters/prisma/prisma-reports.js'
import { PrismaSuspensions } from '../../adapters/prisma/prisma-suspensions.js'
import { AppointAdmin } from '../../application/moderation/appoint-admin.js'
import { FileReport } from '../../application/moderation/file-report.js'
import { HandleReport } from '../../application/moderation/handle-report.js'
import { ListReports } from '../../application/moderation/list-reports.js'
import { ReadAudit } from '../../application/moderation/read-audit.js'
import { RemoveMessage } from '../../application/moderation/remove-message.js'
import { SuspendUser } from '../../application/moderation/suspend-user.js'
import type { Clock } from '../../application/ports/clock.js'
import type { EventPublisher } from '../../application/ports/event-publisher.js'
import type { IdGenerator } from '../../application/ports/id-generator.js'
import type { InstanceAdmins } from '../../application/ports/instance-admins.js'
import type { LiveConnections } from '../../application/ports/live-connections.js'
import type { MessageRepository } from '../../application/ports/message-repository.js'
import type { Reports } from '../../application/ports/reports.js'
import type { SecurityEvents } from '../../application/ports/security-log.js'
import type { Suspensions } from '../../application/ports/suspensions.js'
import type { UnitOfWork } from '../../application/ports/unit-of-work.js'
import type { UserDirectory } from '../../application/ports/user-directory.js'
import type { Config } from '../config.js'
import { T } from '../tokens.js'

/** Reports, and what the admins of the installation do about them. */
export const moderationModule = new ContainerModule(({ bind }) => {
  bind(T.InstanceAdmins).toResolvedValue(
    (prisma: PrismaClient, config: Config) => new PrismaInstanceAdmins(prisma, config.adminEmails),
    [T.Prisma, T.Config],
  )
  bind(T.Reports).toResolvedValue((prisma: PrismaClient) => new PrismaReports(prisma), [T.Prisma])
  bind(T.Suspensions).toResolvedValue((prisma: PrismaClient) => new PrismaSuspensions(prisma), [T.Prisma])
  bind(FileReport).toResolvedValue(
    (reports: Reports, messages: MessageRepository, users: UserDirectory, ids: IdGenerator, clock: Clock) =>
      new FileReport(reports, messages, users, ids, clock),
    [T.Reports, T.MessageRepository, T.UserDirectory, T.IdGenerator, T.Clock],
  )
  bind(ListReports).toResolvedValue(
    (reports: Reports, admins: InstanceAdmins) => new ListReports(reports, admins),
    [T.Reports, T.InstanceAdmins],
  )
  bind(HandleReport).toResolvedValue(
    (reports: Reports, admins: InstanceAdmins, clock: Clock) => new HandleReport(reports, admins, clock),
    [T.Reports, T.InstanceAdmins, T.Clock],
  )
  bind(SuspendUser).toResolvedValue(
    (suspensions: Suspensions, admins: InstanceAdmins, live: LiveConnections, clock: Clock) =>
      new SuspendUser(suspensions, admins, live, clock),
    [T.Suspensions, T.InstanceAdmins, T.LiveConnections, T.Clock],
  )
  bind(RemoveMessage).toResolvedValue(
    (work: UnitOfWork, admins: InstanceAdmins, events: EventPublisher, clock: Clock) => new RemoveMessage(work, admins, events, clock),
    [T.UnitOfWork, T.InstanceAdmins, T.EventPublisher, T.Clock],
  )
  bind(AppointAdmin).toResolvedValue(
    (admins: InstanceAdmins, users: UserDirectory, clock: Clock) => new AppointAdmin(admins, users, clock),
    [T.InstanceAdmins, T.UserDirectory, T.Clock],
  )
  bind(ReadAudit).toResolvedValue(
    (events: SecurityEvents, admins: InstanceAdmins) => new ReadAudit(events, admins),
    [T.SecurityEvents, T.InstanceAdmins],
  )
})
