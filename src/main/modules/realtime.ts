import { ContainerModule } from 'inversify'
import type { Logger } from 'pino'
import { SocketGate } from '../../adapters/http/audit/socket-gate.js'
import { addressKey } from '../../adapters/http/limits/address-key.js'
import { clientAddress } from '../../adapters/http/limits/client-address.js'
import type { ClientSocket } from '../../adapters/websocket/client-socket.js'
import { WebSocketGateway } from '../../adapters/websocket/gateway.js'
import { WebSocketTransport } from '../../adapters/websocket/web-socket-transport.js'
import { Authenticate } from '../../application/accounts/authenticate.js'
import { SessionCache } from '../../application/accounts/session-cache.js'
import { AuditedConnections } from '../../application/audit/audited-connections.js'
import type { AccessTokens } from '../../application/ports/access-tokens.js'
import type { ChangeLog } from '../../application/ports/change-log.js'
import type { ChatHeads } from '../../application/ports/chat-heads.js'
import type { Clock } from '../../application/ports/clock.js'
import type { MessageBroadcaster } from '../../application/ports/message-broadcaster.js'
import type { SecurityLog } from '../../application/ports/security-log.js'
import type { SessionStates } from '../../application/ports/session-states.js'
import type { Timers } from '../../application/ports/timers.js'
import type { UserChanges } from '../../application/ports/user-changes.js'
import { PresenceTracker } from '../../application/presence/presence-tracker.js'
import { Hub } from '../../application/realtime/hub.js'
import { RemoteConnections } from '../../application/realtime/remote-connections.js'
import { capacity } from '../capacity.js'
import type { Config } from '../config.js'
import { T } from '../tokens.js'

/** Open sockets of one address: a large office behind it is not kept out. */
const mostOfAnAddress = 2_000

/** From what use cases announce to the sockets of every node. */
export const realtimeModule = new ContainerModule(({ bind }) => {
  bind(T.LiveConnections).toResolvedValue(
    (broadcaster: MessageBroadcaster, log: SecurityLog) => new AuditedConnections(new RemoteConnections(broadcaster), log),
    [T.MessageBroadcaster, T.SecurityLog],
  )
  bind(T.Hub).toResolvedValue(
    (
      broadcaster: MessageBroadcaster,
      heads: ChatHeads,
      log: ChangeLog,
      users: UserChanges,
      sessions: SessionStates,
      clock: Clock,
      timers: Timers,
      cache: SessionCache,
      observer: PresenceTracker,
      logger: Logger,
    ) =>
      new Hub({
        broadcaster,
        transport: new WebSocketTransport(),
        heads,
        log,
        users,
        sessions,
        clock,
        timers,
        forget: (ended) => cache.forget(ended),
        observer,
        onFailure: (err) => logger.warn({ err }, 'what was missed could not be looked for'),
      }),
    [
      T.MessageBroadcaster,
      T.ChatHeads,
      T.ChangeLog,
      T.UserChanges,
      T.SessionStates,
      T.Clock,
      T.Timers,
      SessionCache,
      PresenceTracker,
      T.Log,
    ],
  )
  bind(WebSocketGateway).toResolvedValue(
    (
      hub: Hub<ClientSocket>,
      tokens: AccessTokens,
      sessions: SessionCache,
      config: Config,
      timers: Timers,
      gate: SocketGate,
      log: Logger,
    ) => {
      const addressOf = clientAddress(config.trustProxy)
      return new WebSocketGateway({
        hub,
        authenticate: new Authenticate(tokens, { admit: (claims) => sessions.admitAfresh(claims) }),
        allowedOrigins: config.allowedOrigins,
        timers,
        admit: (...request) => gate.admit(...request),
        caps: {
          all: capacity().sockets,
          perAddress: config.rateLimits ? mostOfAnAddress : Number.POSITIVE_INFINITY,
          addressOf: (request) => addressKey(addressOf(request)),
        },
        onRefusal: (...refusal) => void gate.refused(...refusal),
        onFault: (err, request) => log.error({ err, ...request }, 'a socket could not be opened'),
      })
    },
    [T.Hub, T.AccessTokens, SessionCache, T.Config, T.Timers, SocketGate, T.Log],
  )
})
