/** Bytes up to which frames are copied together though they may be one socket's alone: that costs less than a write of several pieces. */
const mostCopied = 4 * 1024

/**
 * Makes one piece of a write's frames. The sockets of a chat are owed the same frames one after the other in a sweep, so the last piece is kept, and
 * given to whoever is owed the same.
 */
export class JoinedFrames {
  #frames: readonly Buffer[] = []
  #joined: Buffer | null = null

  /** Answers one piece, or the frames as they are if they are many bytes that the one before was not owed. */
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
