import type { UserId } from '../../domain/ids.js'
import type { LiveStatus } from '../../domain/presence.js'

/** One socket of a user. */
export interface HeldSocket {
  readonly userId: UserId
  readonly connectionId: string
}

export interface EnteredSocket extends HeldSocket {
  /** When it was opened, by the clock that all nodes share: they are told of in any order, and late. */
  readonly since: Date
}

export interface LeaseUpdate {
  readonly entered: readonly EnteredSocket[]
  readonly left: readonly HeldSocket[]
}

/**
 * Which sockets people hold, on all nodes together, for as long as their nodes live. Each node has its own end. Where leases are kept
 * elsewhere and that is away, everything here rejects: the node keeps what it has to tell, and says it again.
 */
export interface PresenceLeases {
  /**
   * Takes in the sockets that left, and then those that entered, on this node. Repeating it is harmless. [PL1] Answers who is online now and was
   * offline: each once, to one node. [PL2] `surplus`: the oldest sockets, on whatever node, of users who hold more than they may; they count no more.
   */
  update(changes: LeaseUpdate): Promise<{ readonly online: readonly UserId[]; readonly surplus: readonly HeldSocket[] }>
  /**
   * [PL3] This node lives: what it holds counts for another 30 s. `forgotten`: it had not said so for longer, and its users may have been told
   * offline; `lost`: nobody's sockets are remembered. After both all of its sockets must enter again.
   */
  renew(): Promise<'held' | 'forgotten' | 'lost'>
  /** [PL4] Those who have had no socket for 10 s, or whose nodes have died, and are offline now: each once, to one node. */
  expire(): Promise<readonly UserId[]>
  /** [PL5] Those of the users who are not offline. */
  statusesOf(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, LiveStatus>>
  /** [PL6] Answers whether this changed anything: who is offline stays so. Who is offline once is not away any more. */
  setAway(userId: UserId, away: boolean): Promise<boolean>
}
