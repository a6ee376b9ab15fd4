import { ContainerModule } from 'inversify'
import type { Logger } from 'pino'
import type { Clock } from '../../application/ports/clock.js'
import type { MessageBroadcaster } from '../../application/ports/message-broadcaster.js'
import type { PageReader } from '../../application/ports/page-reader.js'
import type { RateLimiter } from '../../application/ports/rate-limiter.js'
import type { UnitOfWork } from '../../application/ports/unit-of-work.js'
import { LinkPreviews } from '../../application/previews/link-previews.js'
import { PreviewedEvents } from '../../application/previews/previewed-events.js'
import { StorePreviews } from '../../application/previews/store-previews.js'
import { EventDelivery } from '../../application/realtime/event-delivery.js'
import type { Config } from '../config.js'
import { T } from '../tokens.js'

/** What use cases announce goes to the sockets of every node, and what is written in it to who looks at links. */
export const previewsModule = new ContainerModule(({ bind }) => {
  bind(EventDelivery).toResolvedValue((broadcaster: MessageBroadcaster) => new EventDelivery(broadcaster), [T.MessageBroadcaster])
  bind(LinkPreviews).toResolvedValue(
    (pages: PageReader, work: UnitOfWork, delivery: EventDelivery, limiter: RateLimiter, log: Logger) =>
      new LinkPreviews(pages, new StorePreviews(work, delivery), limiter, (err) => log.warn({ err }, 'links could not be looked at')),
    [T.PageReader, T.UnitOfWork, EventDelivery, T.RateLimiter, T.Log],
  )
  bind(T.EventPublisher).toResolvedValue(
    ({ linkPreviews }: Config, delivery: EventDelivery, previews: LinkPreviews, clock: Clock) =>
      linkPreviews ? new PreviewedEvents(delivery, previews, clock) : delivery,
    [T.Config, EventDelivery, LinkPreviews, T.Clock],
  )
})
