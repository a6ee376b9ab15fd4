export interface Clock {
  /** The present, in whole milliseconds. */
  now(): Date
}
