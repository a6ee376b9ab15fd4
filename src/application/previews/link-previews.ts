import { linksIn } from '../../domain/messages/links.js'
import type { Message } from '../../domain/messages/message.js'
import type { Preview } from '../../domain/messages/message-parts.js'
import { BoundedQueue } from '../bounded-queue.js'
import type { PageReader } from '../ports/page-reader.js'
import type { RateLimiter } from '../ports/rate-limiter.js'
import type { StorePreviews } from './store-previews.js'

/** Links of one message that are looked at. */
const mostLinks = 3

/** Messages with links: of one person, and of all of them on all nodes. */
export const previewLimits = {
  ofOne: { name: 'preview', points: 30, seconds: 60 },
  ofAll: { name: 'previews', points: 1_200, seconds: 60 },
} as const

const concurrency = 8
const mostWaiting = 200

/** Looks at what messages link to, some time after they were sent. Nobody waits for it, and what is too much is left out. */
export class LinkPreviews {
  readonly #pages: PageReader
  readonly #store: StorePreviews
  readonly #limiter: RateLimiter
  readonly #onFault: (fault: unknown) => void
  readonly #queue = new BoundedQueue(concurrency, mostWaiting, 'Too many links are waiting to be looked at.')
  readonly #pending = new Set<Promise<void>>()
  #isClosed = false

  constructor(pages: PageReader, store: StorePreviews, limiter: RateLimiter, onFault: (fault: unknown) => void) {
    this.#pages = pages
    this.#store = store
    this.#limiter = limiter
    this.#onFault = onFault
  }

  /** Returns at once, and never throws. */
  consider(message: Message): void {
    const links = linksIn(message.text ?? '', mostLinks)
    if (links.length === 0 || this.#isClosed) return
    const work = this.#queue
      .run(() => this.#look(message, links))
      .catch((fault: unknown) => this.#onFault(fault))
      .finally(() => this.#pending.delete(work))
    this.#pending.add(work)
  }

  /** Nothing is begun after it, and nothing is under way when it resolves. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.#pending)
  }

  async #look(message: Message, links: readonly string[]): Promise<void> {
    if (this.#isClosed) return
    for (const [limit, key] of [[previewLimits.ofOne, message.senderId] as const, [previewLimits.ofAll, 'all'] as const]) {
      if (!(await this.#limiter.take(limit, key)).allowed) return
    }
    const found = await Promise.all(links.map((url) => this.#previewOf(url)))
    const previews = found.filter((preview) => preview !== null)
    if (previews.length > 0) await this.#store.execute({ message, previews })
  }

  async #previewOf(url: string): Promise<Preview | null> {
    const facts = await this.#pages.read(url)
    return facts && { url, ...facts, imageUrl: null }
  }
}
