import type { ShownMessage } from './history.js'

/** Frames and answers as the wire has them, as far as a client that is to be proven needs them. */
export interface WireMessage {
  readonly chatId: string
  readonly number: number
  readonly seq: number
  readonly clientId: string
  readonly text: string | null
}

export interface WireFrame {
  readonly type: string
  readonly chatId?: string
  readonly seq?: number
  readonly data?: {
    readonly message?: WireMessage
    /** With `read`, and with `receipt`. */
    readonly number?: number
    readonly deliveredNumber?: number
    readonly heads?: Readonly<Record<string, number>>
    readonly me?: { readonly seq: number; readonly readNumber: number }
  }
}

export interface WireSyncAnswer {
  readonly chats: readonly {
    readonly chat: { readonly id: string; readonly me: { readonly firstNumber: number } }
    readonly messages: readonly WireMessage[]
    readonly seq: number
    readonly more: boolean
    readonly reset: boolean
  }[]
  readonly removed: readonly string[]
  readonly mine: { readonly seq: number }
  readonly cursor: string | null
}

/** The number of the message that a frame is about, or that a mark in it is at. */
export const numberIn = ({ data }: WireFrame): number | null => data?.message?.number ?? data?.number ?? data?.deliveredNumber ?? null

interface HeldChat {
  /** Everything up to here is held. */
  seq: number
  /** The highest change heard of. */
  heard: number
  /** Only the newest message was told: the ones before it are to be fetched. */
  isPartial: boolean
  readonly messages: Map<number, WireMessage>
}

/** What a client holds of its chats, by the rules of the contract and nothing else: it never asks because time has passed. */
export class HeldChats {
  readonly #chats = new Map<string, HeldChat>()
  #mine = 0

  get question(): { readonly chats: { readonly id: string; readonly seq: number }[]; readonly mine: number } {
    return { chats: [...this.#chats].map(([id, { seq }]) => ({ id, seq })), mine: this.#mine }
  }

  get ids(): readonly string[] {
    return [...this.#chats.keys()]
  }

  /** Chats of which earlier messages must be fetched. */
  get partial(): readonly string[] {
    return [...this.#chats].flatMap(([id, { isPartial }]) => (isPartial ? [id] : []))
  }

  holds(chatId: string, number: number): boolean {
    return this.#chats.get(chatId)?.messages.has(number) ?? false
  }

  /** Takes what came by the socket; answers whether the client must sync. */
  take({ type, chatId, seq, data }: WireFrame): boolean {
    if (type === 'ready' || type === 'resync' || type === 'chat.created') return true
    if (type === 'heartbeat') return Object.entries(data?.heads ?? {}).some(([id, head]) => head > (this.#chats.get(id)?.seq ?? -1))
    if (chatId === undefined) return false
    if (type === 'chat.removed') {
      this.#chats.delete(chatId)
      return true
    }
    if (type === 'me.updated') return !this.#chats.has(chatId)
    if (seq === undefined) return false
    const chat = this.#chats.get(chatId)
    if (!chat) return true
    chat.heard = Math.max(chat.heard, seq)
    if (seq > chat.seq + 1) return true
    chat.seq = Math.max(chat.seq, seq)
    if (data?.message) hold(chat, data.message)
    return false
  }

  /** Takes the answer to what was asked; answers whether it must ask again. */
  takeAnswer(answer: WireSyncAnswer, asked: readonly { readonly id: string; readonly seq: number }[]): boolean {
    const askedFrom = new Map(asked.map(({ id, seq }) => [id, seq]))
    for (const chatId of answer.removed) this.#chats.delete(chatId)
    let isBehind = false
    for (const { chat: told, messages, seq, more, reset } of answer.chats) {
      const held = this.#chats.get(told.id)
      const from = askedFrom.get(told.id)
      const joinsOn = held !== undefined && from !== undefined && from <= held.seq && !reset
      const chat = joinsOn ? held : { seq, heard: held?.heard ?? seq, isPartial: true, messages: new Map() }
      this.#chats.set(told.id, chat)
      for (const number of chat.messages.keys()) if (number < told.me.firstNumber) chat.messages.delete(number)
      for (const message of messages) hold(chat, message)
      chat.seq = Math.max(chat.seq, seq)
      isBehind ||= more || chat.heard > chat.seq
    }
    this.#mine = Math.max(this.#mine, answer.mine.seq)
    return isBehind
  }

  takePage(chatId: string, messages: readonly WireMessage[], isLast: boolean): void {
    const chat = this.#chats.get(chatId)
    if (!chat) return
    for (const message of messages) hold(chat, message)
    if (isLast) chat.isPartial = false
  }

  /** From top to bottom, as a screen has it. */
  shown(): ReadonlyMap<string, readonly ShownMessage[]> {
    return new Map([...this.#chats].map(([id, { messages }]) => [id, [...messages.values()].sort((a, b) => a.number - b.number)]))
  }
}

function hold({ messages }: HeldChat, message: WireMessage): void {
  if (message.seq >= (messages.get(message.number)?.seq ?? 0)) messages.set(message.number, message)
}
