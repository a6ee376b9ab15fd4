/** What a run leaves behind: what clients tried and were told, every frame that came to their sockets, and the database at the end. */
export interface History {
  readonly attempts: readonly Attempt[]
  readonly chats: readonly { readonly id: string; readonly seq: number; readonly messageCount: number }[]
  readonly messages: readonly StoredMessage[]
  /** Every place in a chat that was written, in the order of commits. */
  readonly places: readonly Place[]
  readonly readNumbers: readonly { readonly chatId: string; readonly userId: string; readonly number: number }[]
  /** Sessions that were ended: what is committed more than `within` milliseconds later must not reach their sockets. */
  readonly endings: readonly { readonly sessionId: string; readonly at: number; readonly within: number }[]
  readonly devices: readonly DeviceHistory[]
}

/** A message that somebody tried to send, once or several times under one `clientId`. */
export interface Attempt {
  readonly clientId: string
  readonly senderId: string
  readonly chatId: string
  readonly text: string
  /** What its sender tried to make of it since: another text, or `null` for none. */
  readonly changes: readonly (string | null)[]
  /** What the first 201 or 200 said. */
  readonly acknowledged: { readonly number: number; readonly seq: number } | null
  /** The `clientId` of the sender's message in this chat whose answer was there before this one was sent. */
  readonly after: string | null
}

export interface StoredMessage {
  readonly chatId: string
  readonly number: number
  /** Of its last change, and of its first. */
  readonly seq: number
  readonly createdSeq: number
  readonly clientId: string
  readonly senderId: string
  readonly text: string | null
  /** Milliseconds on the clock of the whole run, like every time here. */
  readonly committedAt: number
}

export interface Place {
  readonly chatId: string
  readonly userId: string
  readonly seq: number
  readonly isActive: boolean
  readonly firstNumber: number
  readonly at: number
}

export interface DeviceHistory {
  readonly name: string
  readonly userId: string
  readonly sessionId: string
  /** Everything that reached its sockets, in the order of arrival. */
  readonly frames: Iterable<RawFrame>
  /** What its screen shows at the end, chat by chat from top to bottom; `null` if it was not there at the end. */
  readonly shown: ReadonlyMap<string, readonly ShownMessage[]> | null
}

export interface RawFrame {
  readonly at: number
  /** Counts the sockets of the device. */
  readonly socket: number
  readonly type: string
  readonly chatId: string | null
  readonly seq: number | null
  /** Of the message, where there is one, or of the message that a mark of somebody is at (`read`, `receipt`). */
  readonly number: number | null
  /** In `me.updated`: the user's counter and their mark. */
  readonly me: { readonly seq: number; readonly readNumber: number } | null
}

export interface ShownMessage {
  readonly number: number
  readonly clientId: string
  readonly text: string | null
}

export interface Violation {
  readonly rule: string
  readonly says: string
}
