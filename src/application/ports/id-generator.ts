export interface IdGenerator {
  /** A new UUID, version 7: later ids sort after earlier ones of the same generator. */
  next(): string
}
