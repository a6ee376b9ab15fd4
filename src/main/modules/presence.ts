import { ContainerModule } from 'inversify'
import type { Clock } from '../../application/ports/clock.js'
import type { EventPublisher } from '../../application/ports/event-publisher.js'
import type { MessageBroadcaster } from '../../application/ports/message-broadcaster.js'
import type { PresenceDirectory } from '../../application/ports/presence-directory.js'
import type { PresenceLeases } from '../../application/ports/presence-leases.js'
import type { RateLimiter } from '../../application/ports/rate-limiter.js'
import type { Timers } from '../../application/ports/timers.js'
import { ChangePresence } from '../../application/presence/change-presence.js'
import { PresenceAnnouncer } from '../../application/presence/presence-announcer.js'
import { PresenceTracker } from '../../application/presence/presence-tracker.js'
import { ShowTyping } from '../../application/presence/show-typing.js'
import { ViewPresences } from '../../application/presence/view-presences.js'
import { T } from '../tokens.js'

/** Who is here, and who is writing. */
export const presenceModule = new ContainerModule(({ bind }) => {
  bind(PresenceAnnouncer).toResolvedValue(
    (directory: PresenceDirectory, broadcaster: MessageBroadcaster) => new PresenceAnnouncer(directory, broadcaster),
    [T.PresenceDirectory, T.MessageBroadcaster],
  )
  bind(PresenceTracker).toResolvedValue(
    (
      leases: PresenceLeases,
      directory: PresenceDirectory,
      announcer: PresenceAnnouncer,
      broadcaster: MessageBroadcaster,
      clock: Clock,
      timers: Timers,
    ) => new PresenceTracker({ leases, directory, announcer, broadcaster, clock, timers }),
    [T.PresenceLeases, T.PresenceDirectory, PresenceAnnouncer, T.MessageBroadcaster, T.Clock, T.Timers],
  )
  bind(ChangePresence).toResolvedValue(
    (directory: PresenceDirectory, leases: PresenceLeases, announcer: PresenceAnnouncer, clock: Clock) =>
      new ChangePresence(directory, leases, announcer, clock),
    [T.PresenceDirectory, T.PresenceLeases, PresenceAnnouncer, T.Clock],
  )
  bind(ViewPresences).toResolvedValue(
    (directory: PresenceDirectory, leases: PresenceLeases) => new ViewPresences(directory, leases),
    [T.PresenceDirectory, T.PresenceLeases],
  )
  bind(ShowTyping).toResolvedValue(
    (directory: PresenceDirectory, limiter: RateLimiter, events: EventPublisher, clock: Clock) =>
      new ShowTyping(directory, limiter, events, clock),
    [T.PresenceDirectory, T.RateLimiter, T.EventPublisher, T.Clock],
  )
})
