import type { Profile } from '../../domain/account.js'
import { Unauthenticated } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/message.js'
import type { RecordedSecurityEvent } from '../../domain/security-event.js'
import type { Session } from '../../domain/session.js'
import type { Clock } from '../ports/clock.js'
import type { Page, PageRequest } from '../ports/page.js'
import type { OwnMembership, PersonalData } from '../ports/personal-data.js'
import type { ProfileRepository } from '../ports/profile-repository.js'
import type { SecurityEvents } from '../ports/security-log.js'
import type { SessionDirectory } from '../ports/session-directory.js'

export interface ExportDataCommand {
  readonly userId: UserId
}

/** What is read as it is written out, so that no archive is too large. */
export interface Archive {
  readonly exportedAt: Date
  readonly profile: Profile
  readonly sessions: readonly Session[]
  readonly memberships: AsyncIterable<OwnMembership>
  readonly messages: AsyncIterable<Message>
  readonly securityEvents: AsyncIterable<RecordedSecurityEvent>
}

const pageSize = 500

/** Everything that is kept about the caller. */
export class ExportData {
  readonly #profiles: ProfileRepository
  readonly #sessions: SessionDirectory
  readonly #data: PersonalData
  readonly #events: Pick<SecurityEvents, 'page'>
  readonly #clock: Clock

  constructor(
    profiles: ProfileRepository,
    sessions: SessionDirectory,
    data: PersonalData,
    events: Pick<SecurityEvents, 'page'>,
    clock: Clock,
  ) {
    this.#profiles = profiles
    this.#sessions = sessions
    this.#data = data
    this.#events = events
    this.#clock = clock
  }

  /** @throws Unauthenticated if the account is gone */
  async execute({ userId }: ExportDataCommand): Promise<Archive> {
    const exportedAt = this.#clock.now()
    const profile = await this.#profiles.find(userId)
    if (profile === null) throw new Unauthenticated('The account is gone.')
    const sessions = await this.#sessions.list(userId, exportedAt)
    return {
      exportedAt,
      profile,
      sessions,
      memberships: each((page) => this.#data.memberships(userId, page)),
      messages: each((page) => this.#data.messages(userId, page)),
      securityEvents: each((page) => this.#events.page(userId, page)),
    }
  }
}

async function* each<Item>(read: (page: PageRequest) => Promise<Page<Item>>): AsyncGenerator<Item> {
  let cursor: string | null = null
  do {
    const page: Page<Item> = await read({ limit: pageSize, cursor })
    yield* page.items
    cursor = page.nextCursor
  } while (cursor !== null)
}
