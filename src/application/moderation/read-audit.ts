import type { UserId } from '../../domain/ids.js'
import { moderationEvents, type RecordedSecurityEvent } from '../../domain/security-event.js'
import type { InstanceAdmins } from '../ports/instance-admins.js'
import type { Page, PageRequest } from '../ports/page.js'
import type { SecurityEvents } from '../ports/security-log.js'
import { requireInstanceAdmin } from './require-instance-admin.js'

export interface ReadAuditCommand {
  readonly actorId: UserId
  readonly page: PageRequest
}

/** What the admins of the installation did, for each of them to see. */
export class ReadAudit {
  readonly #events: SecurityEvents
  readonly #admins: InstanceAdmins

  constructor(events: SecurityEvents, admins: InstanceAdmins) {
    this.#events = events
    this.#admins = admins
  }

  /** @throws Forbidden for anybody but an admin of the installation. */
  async execute({ actorId, page }: ReadAuditCommand): Promise<Page<RecordedSecurityEvent>> {
    await requireInstanceAdmin(this.#admins, actorId)
    return this.#events.pageOfTypes(moderationEvents, page)
  }
}
