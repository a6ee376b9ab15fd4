export interface IdGenerator {
  /** [IG1] A new UUID, version 7, in lower case. [IG2] Later ids sort after earlier ones of the same generator. */
  next(): string
}
