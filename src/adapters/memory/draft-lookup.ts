import { Forbidden, NotFound } from '../../domain/errors.js'
import { attachmentView, type StoredAttachment } from '../../domain/files/attachment.js'
import type { AttachmentId } from '../../domain/ids.js'
import { callOf } from '../../domain/messages/mentions.js'
import type { DraftFindings, Message, MessageDraft, MessagePlace } from '../../domain/messages/message.js'
import { mayCallAll } from '../../domain/messages/message-changes.js'
import { calledIn } from './in-memory-message-store.js'
import type { ChatEntry, InMemoryStore, Place } from './in-memory-store.js'

/** What a draft refers to, and what the store has of it. */
export class DraftLookup {
  readonly #store: InMemoryStore
  readonly #draft: MessageDraft
  readonly #seat: { readonly entry: ChatEntry; readonly place: Place }
  #uploads: readonly StoredAttachment[] = []

  constructor(store: InMemoryStore, draft: MessageDraft, seat: { readonly entry: ChatEntry; readonly place: Place }) {
    this.#store = store
    this.#draft = draft
    this.#seat = seat
  }

  /** @throws NotFound for what is not there for the sender, Forbidden if one of two has blocked the other. */
  find(): DraftFindings & { readonly root: Message | null } {
    const { chatId, replyTo, threadRoot, forwardOf, text } = this.#draft
    const { entry, place } = this.#seat
    if (replyTo !== null) this.#visible({ chatId, messageId: replyTo }, 'message to reply to')
    const root = threadRoot ? this.#visible({ chatId, messageId: threadRoot }, 'thread') : null
    if (root && root.threadRoot !== null) throw new NotFound('thread')
    const original = forwardOf ? this.#visible(forwardOf, 'message to forward') : null
    if (original && original.deletedAt !== null) throw new NotFound('message to forward')
    this.#uploads = original ? this.#copiesOf(original) : this.#ownUploads()
    this.#requireUnblocked()
    const { handles, all } = callOf(text)
    const places = new Map([...entry.places].map(([userId, { membership }]) => [userId, membership]))
    return {
      text: text ?? original?.text ?? null,
      mentions: calledIn(this.#store, places, handles),
      mentionsAll: all && mayCallAll(entry.chat, place.membership),
      attachments: this.#uploads.map(attachmentView),
      forwardedFrom: original && (original.forwardedFrom ?? { senderId: original.senderId, createdAt: original.createdAt }),
      root,
    }
  }

  /** The message has its files from now on. */
  take({ id: messageId, chatId }: Message): void {
    for (const upload of this.#uploads) this.#store.uploads.set(upload.id, { ...upload, messageId, chatId })
  }

  #visible({ chatId, messageId }: MessagePlace, what: string): Message {
    const seat = this.#store.seatOf(chatId, this.#draft.senderId)
    const message = seat?.entry.messages.find(({ id }) => id === messageId)
    if (!seat || !message || message.number < seat.place.membership.firstNumber) throw new NotFound(what)
    return message
  }

  #ownUploads(): readonly StoredAttachment[] {
    return (this.#draft.attachmentIds ?? []).map((id) => {
      const upload = this.#store.uploads.get(id)
      if (upload?.ownerId !== this.#draft.senderId || upload.messageId !== null) throw new NotFound('attachment')
      return upload
    })
  }

  #copiesOf({ attachments }: Message): readonly StoredAttachment[] {
    return attachments.flatMap(({ id: originalId }) => {
      const original = this.#store.uploads.get(originalId)
      const id = globalThis.crypto.randomUUID() as string as AttachmentId
      return original ? { ...original, id, ownerId: this.#draft.senderId, messageId: null, chatId: null } : []
    })
  }

  #requireUnblocked(): void {
    const { entry } = this.#seat
    if (entry.chat.type !== 'private') return
    const [one, other] = [...entry.places.keys()]
    if (this.#store.blocks.has(`${one} ${other}`) || this.#store.blocks.has(`${other} ${one}`))
      throw new Forbidden('You cannot write to this person.')
  }
}
