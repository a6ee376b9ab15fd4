import type { Virtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent, RefObject } from 'react'

/** In the list of messages the arrows go from one to the next; what can be done with it is behind Enter. */
export function useListKeys(scroller: RefObject<HTMLElement | null>, virtualizer: Virtualizer<HTMLElement, HTMLElement>, count: number) {
  const focusRow = (index: number) => {
    if (index < 0 || index >= count) return
    virtualizer.scrollToIndex(index, { align: 'auto' })
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-message]`)?.focus())
  }
  return (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    const { target } = event
    if (!(target instanceof HTMLElement)) return
    const isRow = target.dataset['message'] !== undefined
    if (target !== scroller.current && !isRow) return
    event.preventDefault()
    const at = Number(target.closest<HTMLElement>('[data-index]')?.dataset['index'] ?? Number.NaN)
    const step = event.key === 'ArrowUp' ? -1 : 1
    focusRow(Number.isNaN(at) ? (virtualizer.getVirtualItemForOffset(scroller.current?.scrollTop ?? 0)?.index ?? 0) : at + step)
  }
}
