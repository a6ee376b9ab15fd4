/** So many in a window of time. */
export interface RateLimit {
  /** Tells limits apart: two of one name count together. */
  readonly name: string
  readonly points: number
  /** At most a day's. */
  readonly seconds: number
}

export interface Take {
  readonly allowed: boolean
  readonly remaining: number
  /** Whole seconds until the window is over: 1 to those of the limit. */
  readonly resetAfter: number
  /** The first that was not allowed in its window: worth a line in a log, where the thousand after it are not. */
  readonly isFirstRefusal: boolean
}

/** What a take comes to, by how many its window has had with it; `rest` of the window is in milliseconds. */
export function takeOf({ points, seconds }: RateLimit, taken: number, rest: number): Take {
  return {
    allowed: taken <= points,
    remaining: Math.max(points - taken, 0),
    resetAfter: Math.min(Math.max(Math.ceil(rest / 1_000), 1), seconds),
    isFirstRefusal: taken === points + 1,
  }
}
