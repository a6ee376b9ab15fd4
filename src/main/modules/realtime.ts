import { ContainerModule } from 'inversify'
import { SocketGate } from '../../adapters/http/audit/socket-gate.js'
import type { ClientSocket } from '../../adapters/websocket/client-socket.js'
import { WebSocketGateway } from '../../adapters/websocket/gateway.js'
import { WebSocketTransport } from '../../adapters/websocket/web-socket-transport.js'
import { Authenticate } from '../../application/accounts/authenticate.js'
import { SessionCache } from '../../application/accounts/session-cache.js'
import { AuditedConnections } from '../../application/audit/audited-connections.js'
import type { ChangeLog } from '../../application/ports/change-log.js'
import type { ChatHeads } from '../../application/ports/chat-heads.js'
import type { Clock } from '../../application/ports/clock.js'
import type { MessageBroadcaster } from '../../application/ports/message-broadcaster.js'
import type { SecurityLog } from '../../application/ports/security-log.js'
import type { SessionStates } from '../../application/ports/session-states.js'
import type { Timers } from '../../application/ports/timers.js'
import { EventDelivery } from '../../application/realtime/event-delivery.js'
import { Hub } from '../../application/realtime/hub.js'
import { RemoteConnections } from '../../application/realtime/remote-connections.js'
import type { Config } from '../config.js'
import { T } from '../tokens.js'

/** From what use cases announce to the sockets of every node. */
export const realtimeModule = new ContainerModule(({ bind }) => {
  bind(T.EventPublisher).toResolvedValue((broadcaster: MessageBroadcaster) => new EventDelivery(broadcaster), [T.MessageBroadcaster])
  bind(T.LiveConnections).toResolvedValue(
    (broadcaster: MessageBroadcaster, log: SecurityLog) => new AuditedConnections(new RemoteConnections(broadcaster), log),
    [T.MessageBroadcaster, T.SecurityLog],
  )
  bind(T.Hub).toResolvedValue(
    (
      broadcaster: MessageBroadcaster,
      heads: ChatHeads,
      log: ChangeLog,
      sessions: SessionStates,
      clock: Clock,
      timers: Timers,
      cache: SessionCache,
    ) =>
      new Hub({
        broadcaster,
        transport: new WebSocketTransport(),
        heads,
        log,
        sessions,
        clock,
        timers,
        forget: (sessionIds) => cache.forget(sessionIds),
      }),
    [T.MessageBroadcaster, T.ChatHeads, T.ChangeLog, T.SessionStates, T.Clock, T.Timers, SessionCache],
  )
  bind(WebSocketGateway).toResolvedValue(
    (hub: Hub<ClientSocket>, authenticate: Authenticate, config: Config, timers: Timers, gate: SocketGate) =>
      new WebSocketGateway({
        hub,
        authenticate,
        allowedOrigins: config.allowedOrigins,
        timers,
        admit: (...request) => gate.admit(...request),
        onRefusal: (...refusal) => void gate.refused(...refusal),
      }),
    [T.Hub, Authenticate, T.Config, T.Timers, SocketGate],
  )
})
