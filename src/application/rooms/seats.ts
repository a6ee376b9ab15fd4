import type { UserId } from '../../domain/ids.js'
import type { LaterSeats } from '../ports/change-log.js'
import type { Connection } from '../ports/socket-transport.js'

/** From which message number on a socket hears, and as of which change of the chat that was so. */
interface Seat {
  readonly firstNumber: number
  readonly asOf: number
}

/** Which sockets hear of a chat, and from which message number on (what is below is not theirs to see); and up to which change that is known. */
export class Seats<C extends Connection> {
  readonly #seats = new Map<C, Seat>()
  #highestFirst = 0
  #knownAt: number | null = null
  /** The last change of who is in the chat that is known of. */
  #changedAt = 0
  /** Of who came last: in a quiet chat it is everybody's, and one for all of them. */
  #latest: Seat = { firstNumber: 0, asOf: 0 }
  /** While it is not known from where on the room delivers: the change as of which all of the seats were read. */
  #openedAsOf = Number.POSITIVE_INFINITY

  /** Every change of who is in the chat up to here is in the seats. */
  get knownAt(): number {
    return this.#knownAt ?? 0
  }

  get size(): number {
    return this.#seats.size
  }

  get connections(): Iterable<C> {
    return this.#seats.keys()
  }

  without(userIds: readonly UserId[]): Iterable<C> {
    const hidden = new Set(userIds)
    return hidden.size === 0 ? this.connections : [...this.connections].filter(({ userId }) => !hidden.has(userId))
  }

  /** The room delivers from here on. */
  open(seq: number): void {
    this.#knownAt ??= Math.min(seq, this.#openedAsOf)
    // Who left before is not known: a seat as of an earlier change is looked at again.
    this.#changedAt = Math.max(this.#changedAt, seq)
  }

  /** Answers whether to look again: who was seated as of a change may have left by a later one, of which the room knows already. */
  take(connections: Iterable<C>, firstNumber: number, asOf: number): boolean {
    if (this.#latest.firstNumber !== firstNumber || this.#latest.asOf !== asOf) this.#latest = { firstNumber, asOf }
    for (const connection of connections) this.#set(connection, this.#latest)
    if (this.#knownAt === null) this.#openedAsOf = Math.min(this.#openedAsOf, asOf)
    const isStale = this.#knownAt !== null && asOf < this.#changedAt
    if (isStale) this.#knownAt = Math.min(this.knownAt, asOf)
    return isStale
  }

  /** A change was delivered, and with it the last one of who is in the chat. */
  pass(seq: number, membersSeq: number): void {
    this.#knownAt = Math.max(this.knownAt, seq)
    this.#changedAt = Math.max(this.#changedAt, membersSeq)
  }

  /** The change as of which the socket is known to be in the chat; 0 if it is not seated. */
  takenAsOf(connection: C): number {
    return this.#seats.get(connection)?.asOf ?? 0
  }

  delete(connection: C): void {
    this.#seats.delete(connection)
  }

  clear(): void {
    this.#seats.clear()
  }

  /** Whether everybody may see a message of this number. */
  allSee(number: number): boolean {
    return number >= this.#highestFirst
  }

  /** Those who may see a message of this number, and those who may not. */
  split(number: number): readonly [readonly C[], readonly C[]] {
    const [seeing, skipping]: [C[], C[]] = [[], []]
    for (const [connection, { firstNumber }] of this.#seats) (number >= firstNumber ? seeing : skipping).push(connection)
    return [seeing, skipping]
  }

  /** Takes in who has come and gone after `since`. Answers the sockets of those who are in the chat no longer, which keep their seats for now. */
  update({ upTo, firstNumbers }: LaterSeats, since: number): readonly C[] {
    // Otherwise somebody was seated meanwhile as of an earlier change: that is to be looked at again.
    if (since <= this.knownAt) this.#knownAt = Math.max(this.knownAt, upTo)
    if (firstNumbers.size === 0) return []
    this.#changedAt = Math.max(this.#changedAt, upTo)
    const gone: C[] = []
    for (const [connection, { asOf }] of this.#seats) {
      const firstNumber = firstNumbers.get(connection.userId)
      if (firstNumber === undefined || asOf >= upTo) continue
      if (firstNumber === null) gone.push(connection)
      else this.#set(connection, { firstNumber, asOf: upTo })
    }
    return gone
  }

  /** What is known as of a later change stays. */
  #set(connection: C, seat: Seat): void {
    if (this.takenAsOf(connection) > seat.asOf) return
    this.#seats.set(connection, seat)
    this.#highestFirst = Math.max(this.#highestFirst, seat.firstNumber)
  }
}
