import { connect, type Socket } from 'node:net'

/** Every read of the driver comes into this, and is looked at before the next: a buffer for each would keep the collector busy, and the drivers' pauses are in every figure. */
const shared = Buffer.allocUnsafeSlow(256 * 1_024)
const nothing = Buffer.alloc(0)

/**
 * Connects to a port of this machine. `take` is given what was read and not yet taken, answers how many bytes of it it took, and keeps none of them:
 * they are overwritten by the next read.
 */
export function leanSocket(port: number, take: (bytes: Buffer) => number): Socket {
  let rest = nothing
  const callback = (length: number): true => {
    const read = shared.subarray(0, length)
    const bytes = rest.length === 0 ? read : Buffer.concat([rest, read])
    const taken = take(bytes)
    rest = taken === bytes.length ? nothing : Buffer.from(bytes.subarray(taken))
    return true
  }
  return connect({ port, host: '127.0.0.1', onread: { buffer: shared, callback } }).setNoDelay()
}
