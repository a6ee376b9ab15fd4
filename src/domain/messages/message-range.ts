/** Message numbers, both ends included; empty if `from` is above `to`. */
export interface MessageRange {
  readonly from: number
  readonly to: number
}

/**
 * Which numbers a page holds, of those from `first` to `head`: the newest, those next before or after a number (without it), or those around
 * it (with it, in their middle). Numbers are dense, so the page is known before anything is read.
 */
export function rangeOfPage(
  window: { readonly kind: 'newest' } | { readonly kind: 'before' | 'after' | 'around'; readonly number: number },
  limit: number,
  first: number,
  head: number,
): MessageRange {
  if (window.kind === 'newest') return endingAt(head, limit, first)
  if (window.kind === 'before') return endingAt(Math.min(head, window.number - 1), limit, first)
  if (window.kind === 'after') return startingAt(Math.max(first, window.number + 1), limit, head)
  const to = Math.min(head, window.number + Math.floor((limit - 1) / 2))
  return to - limit + 1 < first ? startingAt(first, limit, head) : endingAt(to, limit, first)
}

const endingAt = (to: number, limit: number, first: number): MessageRange => ({ from: Math.max(first, to - limit + 1), to })

const startingAt = (from: number, limit: number, head: number): MessageRange => ({ from, to: Math.min(head, from + limit - 1) })
