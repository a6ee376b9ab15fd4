import type { LiveEvent } from '../events.js'
import type { Message, User } from '../model.js'
import type { SocketStatus } from '../socket.js'
import type { PendingMessage } from '../state.js'

/** An access token, who it is of, and when it ends: milliseconds since 1970, as this machine counts them. */
export interface HeldToken {
  readonly value: string
  readonly expiresAt: number
  readonly user: User
}

/** What tabs tell each other. It never leaves the memory of the browser. */
export type TabMessage =
  | { readonly type: 'token'; readonly token: HeldToken }
  | { readonly type: 'token-wanted'; readonly endingAfter: number }
  | { readonly type: 'signed-out' }
  | { readonly type: 'heard'; readonly userId: string; readonly event: LiveEvent }
  | { readonly type: 'socket'; readonly status: SocketStatus }
  /** The one that holds the socket answers with its status, and waits no longer for another try. */
  | { readonly type: 'socket-wanted' }
  | { readonly type: 'outbox-kept'; readonly userId: string; readonly message: PendingMessage }
  | { readonly type: 'outbox-dropped'; readonly userId: string; readonly clientId: string }
  | { readonly type: 'sent'; readonly userId: string; readonly message: Message }
  | { readonly type: 'wake' }

/** The tabs of one browser, as one of them sees them. What only one may do at a time is done under a lock, which ends with its page. */
export interface Tabs {
  /** [TA1] Runs the work while no other tab runs any under this name; in the order in which they asked. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>
  /**
   * [TA2] Calls `begin` once this tab is the leader, and what `begin` returned when it is no longer. There is at most one leader, and always
   * one while a tab wants to be. Returns how to step down. `insist` takes the place of a leader that does not answer.
   */
  lead(begin: () => () => void, insist?: boolean): () => void
  /** [TA3] Whether there are other tabs that might answer. */
  hasCompany(): Promise<boolean>
  /** [TA4] All other tabs hear it, in the order in which this one said it. */
  tell(message: TabMessage): void
  /** Returns how to stop. */
  listen(listener: (message: TabMessage) => void): () => void
}

/** No browser, or one page of it that wants nothing to do with the others: bots and tests. */
export const soleTab = (): Tabs => {
  const lines = new Map<string, Promise<unknown>>()
  return {
    alone: (name, work) => {
      const mine = (lines.get(name) ?? Promise.resolve()).then(work, work)
      lines.set(name, mine)
      return mine
    },
    lead: (begin) => begin(),
    hasCompany: async () => false,
    tell: () => undefined,
    listen: () => () => undefined,
  }
}
