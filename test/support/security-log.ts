import { SystemClock } from '../../src/adapters/system/system-clock.js'
import { SystemTimers } from '../../src/adapters/system/system-timers.js'
import { UuidV7Generator } from '../../src/adapters/system/uuid-v7-generator.js'
import { BatchedSecurityLog } from '../../src/application/audit/batched-security-log.js'
import type { SecurityEvents } from '../../src/application/ports/security-log.js'
import type { RecordedSecurityEvent } from '../../src/domain/security-event.js'

/** A log over these events, with the lines it wrote and the faults it met. */
export function logOver(events: SecurityEvents) {
  const lines: RecordedSecurityEvent[] = []
  const faults: { readonly fault: unknown; readonly lost: number }[] = []
  const log = new BatchedSecurityLog({
    events,
    ids: new UuidV7Generator(),
    clock: new SystemClock(),
    timers: new SystemTimers(),
    write: (event) => void lines.push(event),
    onFault: (fault, lost) => void faults.push({ fault, lost }),
  })
  return { log, lines, faults, events }
}
