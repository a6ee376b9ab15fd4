/** `cursor` is the `nextCursor` of the page before; opaque to everyone but the adapter that made it. */
export interface PageRequest {
  readonly limit: number
  readonly cursor: string | null
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}
