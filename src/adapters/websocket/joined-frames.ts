/** Bytes up to which the frames of one write are copied together for it alone: that costs less than a write of several pieces. */
const mostCopied = 4 * 1024

/**
 * Makes one piece of the frames of a write. The sockets in a chat are owed the same ones, one after the other in a sweep: what the one before was owed, too,
 * is copied together once and shared by all who get it.
 */
export class JoinedFrames {
  #frames: readonly Buffer[] = []
  #joined: Buffer | null = null

  /** Answers one piece, or the frames as they are if they are many bytes and perhaps nobody else's. */
  join(frames: readonly Buffer[], bytes: number): readonly Buffer[] {
    if (frames.length === 1) return frames
    const isShared = frames.length === this.#frames.length && frames.every((frame, place) => frame === this.#frames[place])
    if (!isShared) {
      this.#frames = frames
      this.#joined = null
    }
    if (!isShared && bytes > mostCopied) return frames
    this.#joined ??= Buffer.concat(frames, bytes)
    return [this.#joined]
  }
}
