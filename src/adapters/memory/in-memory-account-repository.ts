import type { AccountRepository, Registration, StoredToken } from '../../application/ports/account-repository.js'
import type { ProfileChanges, ProfileRepository } from '../../application/ports/profile-repository.js'
import type { Account, Profile } from '../../domain/account.js'
import type { Email } from '../../domain/email.js'
import { HandleTaken, TokenUsedOrExpired } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'

interface Entry extends Registration {
  readonly createdAt: Date
  readonly verifiedAt: Date | null
  readonly token: StoredToken | null
  readonly passwordChangedAt: Date
}

/** Keeps accounts, and in the map given to it their users, for as long as the process runs. */
export class InMemoryAccountRepository implements AccountRepository {
  readonly #entries = new Map<Email, Entry>()
  readonly #users: Map<UserId, User>

  constructor(users: Map<UserId, User> = new Map()) {
    this.#users = users
  }

  async register(registration: Registration, token: StoredToken): Promise<boolean> {
    this.#requireFree(registration.handle, null)
    const known = this.#entries.get(registration.email)
    if (known && known.verifiedAt !== null) return false
    const { id, createdAt } = known ?? { id: registration.id, createdAt: token.createdAt }
    this.#entries.set(registration.email, { ...registration, id, createdAt, verifiedAt: null, token, passwordChangedAt: token.createdAt })
    return true
  }

  async find(id: UserId): Promise<Account | null> {
    for (const entry of this.#entries.values()) if (entry.id === id) return this.#accountOf(entry)
    return null
  }

  async findByEmail(email: Email): Promise<Account | null> {
    const entry = this.#entries.get(email)
    return entry ? this.#accountOf(entry) : null
  }

  async replaceVerification(email: Email, token: StoredToken): Promise<string | null> {
    const entry = this.#entries.get(email)
    if (!entry || entry.verifiedAt !== null) return null
    this.#entries.set(email, { ...entry, token })
    return entry.handle
  }

  async findPendingHandle(tokenHash: string, now: Date): Promise<string | null> {
    return this.#pending(tokenHash, now)?.handle ?? null
  }

  async verify(tokenHash: string, handle: string | null, now: Date): Promise<UserId> {
    const entry = this.#pending(tokenHash, now)
    if (entry === null) throw new TokenUsedOrExpired()
    const chosen = handle ?? entry.handle
    this.#requireFree(chosen, null)
    const displayName = entry.displayName === entry.handle ? chosen : entry.displayName
    this.#entries.set(entry.email, { ...entry, handle: chosen, displayName, verifiedAt: now, token: null })
    this.#users.set(entry.id, { id: entry.id, handle: chosen, displayName, avatarUrl: null, createdAt: entry.createdAt })
    return entry.id
  }

  /** The same accounts, for reading and changing profiles. */
  get profiles(): ProfileRepository {
    return { find: (userId) => this.#findProfile(userId), update: (userId, changes) => this.#updateProfile(userId, changes) }
  }

  async #findProfile(userId: UserId): Promise<Profile | null> {
    const account = await this.find(userId)
    return account?.user ? { user: account.user, email: account.email } : null
  }

  async #updateProfile(userId: UserId, changes: ProfileChanges): Promise<Profile | null> {
    const user = this.#users.get(userId)
    if (changes.handle !== undefined) this.#requireFree(changes.handle, userId)
    if (user) this.#users.set(userId, { ...user, ...changes })
    return this.#findProfile(userId)
  }

  #pending(tokenHash: string, now: Date): Entry | null {
    const entry = [...this.#entries.values()].find(({ token }) => token?.hash === tokenHash && now < token.expiresAt)
    return entry?.verifiedAt === null ? entry : null
  }

  #requireFree(handle: string, except: UserId | null): void {
    for (const user of this.#users.values()) if (user.handle === handle && user.id !== except) throw new HandleTaken()
  }

  #accountOf({ id, email, passwordHash, passwordChangedAt, verifiedAt }: Entry): Account {
    return { id, email, passwordHash, passwordChangedAt, verifiedAt, disabledAt: null, user: this.#users.get(id) ?? null }
  }
}
