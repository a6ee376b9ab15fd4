/** A picture as it may be kept. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** Of the type it came as. Taken before `thumb`. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** WebP, at most 480 pixels wide and high; `null` for a picture that is no larger. */
  readonly thumb: AsyncIterable<Uint8Array> | null
}

/** Makes pictures safe to show. */
export interface PictureRewriter {
  /**
   * [RW1] Gives `use` the same picture, upright, without anything that was said in it beside its pixels and colours. [RW2] Throws
   * UnsupportedFile for what cannot be read as this type, [RW3] and for too many pixels, before any is decoded. [RW4] What `use` or the bytes throw
   * comes out, and nothing of the picture is left here after it. Throws Unavailable while too many wait.
   */
  rewrite<Result>(type: string, bytes: AsyncIterable<Uint8Array>, use: (picture: Picture) => Promise<Result>): Promise<Result>
}
