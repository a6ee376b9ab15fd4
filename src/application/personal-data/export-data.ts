import type { Profile } from '../../domain/account.js'
import { Unauthenticated } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { RecordedSecurityEvent } from '../../domain/security-event.js'
import type { Clock } from '../ports/clock.js'
import type { Page, PageRequest } from '../ports/page.js'
import type { OwnAccount, OwnLists, PersonalData } from '../ports/personal-data.js'
import type { ProfileRepository } from '../ports/profile-repository.js'
import type { SecurityEvents } from '../ports/security-log.js'

export interface ExportDataCommand {
  readonly userId: UserId
}

/** The lists are read as they are written out, so that no archive is too large. */
export type Archive = {
  readonly exportedAt: Date
  readonly profile: Profile
  readonly account: OwnAccount
  readonly securityEvents: AsyncIterable<RecordedSecurityEvent>
} & { readonly [Name in keyof OwnLists]: AsyncIterable<OwnLists[Name]> }

const pageSize = 500

/** Everything that is kept about the caller. */
export class ExportData {
  readonly #profiles: ProfileRepository
  readonly #data: PersonalData
  readonly #events: Pick<SecurityEvents, 'page'>
  readonly #clock: Clock

  constructor(profiles: ProfileRepository, data: PersonalData, events: Pick<SecurityEvents, 'page'>, clock: Clock) {
    this.#profiles = profiles
    this.#data = data
    this.#events = events
    this.#clock = clock
  }

  /** @throws Unauthenticated if the account is gone */
  async execute({ userId }: ExportDataCommand): Promise<Archive> {
    const [profile, account] = await Promise.all([this.#profiles.find(userId), this.#data.account(userId)])
    if (profile === null || account === null) throw new Unauthenticated('The account is gone.')
    const list = <Name extends keyof OwnLists>(name: Name) => each((page) => this.#data.page(name, userId, page))
    return {
      exportedAt: this.#clock.now(),
      profile,
      account,
      sessions: list('sessions'),
      memberships: list('memberships'),
      messages: list('messages'),
      edits: list('edits'),
      reactions: list('reactions'),
      mentions: list('mentions'),
      threads: list('threads'),
      attachments: list('attachments'),
      blocks: list('blocks'),
      invites: list('invites'),
      bans: list('bans'),
      bansMade: list('bansMade'),
      reports: list('reports'),
      pushSubscriptions: list('pushSubscriptions'),
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
