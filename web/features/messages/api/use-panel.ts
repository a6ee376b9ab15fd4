import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

const kinds = ['details', 'pins', 'search', 'thread'] as const
export type PanelKind = (typeof kinds)[number]

export interface Panel {
  readonly kind: PanelKind
  /** Of a thread: the id of its root. */
  readonly id: string
}

/** What is open beside the conversation. It is in the address: going back closes it, and a link opens it. */
export function usePanel() {
  const [query, setQuery] = useSearchParams()
  const kind = kinds.find((one) => query.has(one))
  const open = useCallback((next: PanelKind, id = '') => setQuery({ [next]: id }), [setQuery])
  const close = useCallback(() => setQuery({}), [setQuery])
  const panel: Panel | null = kind === undefined ? null : { kind, id: query.get(kind) ?? '' }
  return { panel, open, close }
}
