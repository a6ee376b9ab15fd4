export interface Clock {
  /** [CK1] The present, in whole milliseconds: a Date of the caller's own. */
  now(): Date
}
