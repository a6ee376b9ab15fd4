/** How somebody stands to a thread. */
export interface ThreadPlace {
  readonly following: boolean
  /** Read up to and including the reply with this number. */
  readonly readNumber: number
  /** Replies above it that are neither deleted nor their own. */
  readonly unread: number
}
