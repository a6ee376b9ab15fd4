import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Within so many pixels of the end the reader is at the end, and stays there. */
const nearEnd = 60
/** Older messages are fetched before the reader gets to the top. Pixels. */
const nearTop = 600

interface Anchor {
  readonly element: HTMLElement
  readonly top: number
}

/**
 * Keeps what the reader looks at where it is, whatever is added above or below; at the end, keeps the end in view.
 * Elements with `data-number` are the rows; one with `data-unread-line` is where reading starts.
 */
export function useScrollKeeper(scroller: RefObject<HTMLElement | null>, onScroll: () => void) {
  const isAtEnd = useRef(true)
  const anchor = useRef<Anchor | null>(null)
  const hasStarted = useRef(false)
  const [isAway, setIsAway] = useState(false)

  const note = useCallback(() => {
    const box = scroller.current
    if (!box) return
    isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd
    setIsAway(!isAtEnd.current && box.scrollHeight - box.scrollTop - box.clientHeight > box.clientHeight / 2)
    anchor.current = topmostRow(box)
  }, [scroller])

  const toEnd = useCallback(() => {
    const box = scroller.current
    if (!box) return
    isAtEnd.current = true
    box.scrollTop = box.scrollHeight
    note()
  }, [scroller, note])

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    if (!hasStarted.current) {
      hasStarted.current = true
      start(box)
    } else if (isAtEnd.current) box.scrollTop = box.scrollHeight
    else if (anchor.current?.element.isConnected) box.scrollTop += offsetIn(box, anchor.current.element) - anchor.current.top
    note()
    onScroll()
  })

  useEffect(() => {
    const box = scroller.current
    if (!box) return
    // Not every browser lets the keyboard reach what only scrolls.
    box.tabIndex = 0
    const heard = () => {
      note()
      onScroll()
    }
    const resized = new ResizeObserver(() => {
      if (isAtEnd.current) box.scrollTop = box.scrollHeight
      heard()
    })
    resized.observe(box)
    box.addEventListener('scroll', heard, { passive: true })
    return () => {
      resized.disconnect()
      box.removeEventListener('scroll', heard)
    }
  }, [scroller, note, onScroll])

  return { isAtEnd, isAway, toEnd }
}

export const isNearTop = (box: HTMLElement): boolean => box.scrollTop < nearTop

/** The highest message number that the reader has in view. */
export function lastNumberInView(box: HTMLElement): number {
  const rows = box.querySelectorAll<HTMLElement>('[data-number]')
  const end = box.getBoundingClientRect().bottom
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.getBoundingClientRect().top ?? 0) < end - 8) low = middle + 1
    else high = middle
  }
  return Number(rows[low - 1]?.dataset['number'] ?? 0)
}

/** Opens at the first unread message if there is more after it than fits, otherwise at the end. */
function start(box: HTMLElement): void {
  box.scrollTop = box.scrollHeight
  const line = box.querySelector<HTMLElement>('[data-unread-line]')
  if (line && offsetIn(box, line) < 0) box.scrollTop += offsetIn(box, line) - box.clientHeight / 5
}

const offsetIn = (box: HTMLElement, row: HTMLElement): number => row.getBoundingClientRect().top - box.getBoundingClientRect().top

function topmostRow(box: HTMLElement): Anchor | null {
  const rows = box.querySelectorAll<HTMLElement>('[data-number]')
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row && offsetIn(box, row) + row.offsetHeight <= 0) low = middle + 1
    else high = middle
  }
  const element = rows[low]
  return element ? { element, top: offsetIn(box, element) } : null
}
