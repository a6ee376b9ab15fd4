import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Container } from 'inversify'
import { PrometheusMetrics } from '../adapters/prometheus/prometheus-metrics.js'
import { RedisBroadcaster } from '../adapters/redis/redis-broadcaster.js'
import { WebSocketGateway } from '../adapters/websocket/gateway.js'
import { SendPushes } from '../application/notifications/send-pushes.js'
import { T } from './tokens.js'

/** What can be read of this node at /metrics. */
export function createMetricsOf(container: Container): PrometheusMetrics {
  const metrics = new PrometheusMetrics()
  const [hub, gateway, bus] = [container.get(T.Hub), container.get(WebSocketGateway), container.get(T.MessageBroadcaster)]
  const pushes = container.get(SendPushes)
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  metrics.gauge('parley_sockets', 'Open sockets.', () => gateway.size)
  metrics.gauge('parley_rooms', 'Chats that sockets of this node hear of.', () => hub.rooms)
  metrics.gauge('parley_event_loop_delay_p99_seconds', 'How late timers were since this was read last, less their resolution.', () => {
    const p99 = Math.max(0, delay.percentile(99) / 1e9 - 0.02)
    delay.reset()
    return Number.isFinite(p99) ? p99 : 0
  })
  metrics.counters('parley_sockets_closed_total', 'Sockets that this node closed, by the code.', 'code', () => gateway.closed)
  metrics.counters('parley_frames_total', 'Frames handed to sockets, by their importance.', 'importance', () => gateway.frames)
  metrics.counters('parley_repairs_total', 'What nobody announced and was looked for, by what.', 'of', () => hub.repairs)
  metrics.counters('parley_pushes_total', 'What became of what was sent to push services.', 'outcome', () => pushes.outcomes)
  metrics.gauge('parley_bus_healthy', 'Whether the other nodes can be reached.', () => (bus.isHealthy() ? 1 : 0))
  metrics.counters('parley_bus_messages_total', 'Messages between nodes that did not come through, by why.', 'outcome', () =>
    outcomesOf(bus),
  )
  return metrics
}

function outcomesOf(bus: unknown): ReadonlyMap<string, number> {
  return new Map(bus instanceof RedisBroadcaster ? Object.entries(bus.counts) : [])
}
