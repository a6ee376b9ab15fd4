import type { ChatId, UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'

/** Every frame is JSON text of this shape. */
export interface Frame {
  readonly type: string
  readonly chatId?: ChatId
  readonly seq?: number
  readonly data?: unknown
}

export const frameText = (frame: Frame): string => JSON.stringify(frame)

/** The socket may have missed something. */
export const resyncFrame = frameText({ type: 'resync', data: {} })

/** The chat is gone, for everyone in it. */
export const deletedFrame = (chatId: ChatId): string => frameText({ type: 'chat.removed', chatId, data: { reason: 'deleted' } })

/** There is a change that this socket may not see. */
export const skippedFrame = (chatId: ChatId, seq: number): string => frameText({ type: 'skipped', chatId, seq })

export const heartbeatFrame = (heads: ReadonlyMap<ChatId, number>): string =>
  frameText({ type: 'heartbeat', data: { heads: Object.fromEntries(heads) } })

export const presenceFrame = (presence: { readonly userId: UserId; readonly status: string; readonly lastSeenAt: string | null }): string =>
  frameText({ type: 'presence', data: presence })

export const userUpdatedFrame = (user: User): string => frameText({ type: 'user.updated', data: { user } })

export const readyFrame = (data: {
  readonly connectionId: string
  readonly userId: UserId
  readonly heartbeatSeconds: number
  readonly serverTime: Date
}): string => frameText({ type: 'ready', data })
