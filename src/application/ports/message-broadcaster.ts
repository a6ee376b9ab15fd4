import type { ChatId, SessionId, UserId } from '../../domain/ids.js'
import type { PresenceStatus } from '../../domain/presence.js'
import type { RoomSeat } from './chat-reader.js'
import type { Departure } from './live-connections.js'

/** Where a signal goes: the nodes that hold sockets in a room, those that hold sockets of a user, or all nodes. */
export type Topic = `room:${ChatId}` | `user:${UserId}` | 'nodes'

/** What nodes tell each other. `frame` is the JSON text that the sockets get, made once. */
export type Signal =
  /** A change of a chat. `seq: null` passes: unordered, droppable. `number`: the message it is about, for those who may not see below theirs. */
  | {
      readonly kind: 'room'
      readonly chatId: ChatId
      readonly seq: number | null
      readonly number: number | null
      /** The change up to which a node must know who has left before it delivers this one; `null`: the one before it. */
      readonly membersSeq: number | null
      /** What passes is not for these people. */
      readonly hiddenFrom?: readonly UserId[] | undefined
      readonly frame: string
    }
  /** The chat is gone: its sockets get the frame and leave the room. */
  | { readonly kind: 'close-room'; readonly chatId: ChatId; readonly frame: string }
  /** `mine`: which of the user's chats changed for them, and their counter of it; `null` where they left. `departure`: how they did. */
  | {
      readonly kind: 'user'
      readonly userId: UserId
      readonly frame: string
      readonly mine?: { readonly chatId: ChatId; readonly seq: number | null } | undefined
      readonly departure?: Departure | undefined
    }
  | { readonly kind: 'subscribe'; readonly userId: UserId; readonly seats: readonly RoomSeat[] }
  | { readonly kind: 'unsubscribe'; readonly userId: UserId; readonly departures: readonly Departure[] }
  /** These of the user's sockets are too many. */
  | { readonly kind: 'end-connections'; readonly userId: UserId; readonly connectionIds: readonly string[] }
  /** People came or went, which the sockets in these chats may know. To all nodes. */
  | {
      readonly kind: 'presence'
      readonly changes: readonly {
        readonly userId: UserId
        readonly status: PresenceStatus
        readonly lastSeenAt: string | null
        readonly chatIds: readonly ChatId[]
        /** But not these people. */
        readonly hiddenFrom: readonly UserId[]
      }[]
    }
  /** Somebody is called otherwise now, which their own sockets and those in these chats may know. To all nodes. */
  | { readonly kind: 'profile'; readonly userId: UserId; readonly chatIds: readonly ChatId[]; readonly frame: string }
  | { readonly kind: 'end-sessions'; readonly userId: UserId; readonly sessionIds: readonly SessionId[] }

/** Takes what other nodes, and this one, broadcast. */
export interface SignalReceiver {
  /** Resolves once the signal has taken effect here. */
  receive(signal: Signal): Promise<void>
  /** Signals may have been lost on the way here: of one topic, or of any. */
  interrupted(of?: Topic): void
}

/** Carries signals between the nodes: a doorbell, not a store. The database is the truth. */
export interface MessageBroadcaster {
  /**
   * [MB1] Hands the signal to every node that has joined the topic, this one included and first, at most once each, in this node's order a topic.
   * [MB2] Returns at once; never throws, whatever a receiver does, never queues without bound: what cannot be sent is dropped, and the
   * receivers learn of the interruption.
   */
  broadcast(topic: Topic, signal: Signal): void
  /** [MB3] Like broadcast, and resolves once every joined node has taken it, or after 500 ms: `false` if that is not known. */
  command(topic: Topic, signal: Signal): Promise<boolean>
  /** [MB4] Signals broadcast on the topic after this resolves arrive here (until the bus is interrupted). Resolves also while the bus is away. */
  join(topic: Topic): Promise<void>
  /** [MB5] Nothing more of the topic arrives here, and no command waits for this node. */
  leave(topic: Topic): void
  /** The one receiver of this node; set once, before the first join. */
  attach(receiver: SignalReceiver): void
  /** Whether other nodes can be reached now. */
  isHealthy(): boolean
  close(): Promise<void>
}
