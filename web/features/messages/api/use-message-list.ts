import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ChatState, PendingMessage } from '../../../sdk/state.js'

/** Within so many pixels of the end the reader is at the end, and stays there. */
const nearEnd = 80
const overscan = 8

/**
 * A row for every number of the chat, held or not, and one for each message on its way: the place of a row is its number, so that what is
 * loaded above or below never moves what one looks at.
 */
export function useMessageList(
  chat: ChatState,
  pending: readonly PendingMessage[],
  scroller: RefObject<HTMLElement | null>,
  openAt: number | null,
) {
  const { firstNumber } = chat.me
  const real = Math.max(0, chat.info.messageCount - firstNumber + 1)
  const count = real + pending.length
  const [isAway, setIsAway] = useState(false)
  const { messages } = chat

  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback((index: number) => estimate(messages.get(index + firstNumber)?.text ?? null), [messages, firstNumber]),
    getItemKey: useCallback(
      (index: number) => (index < real ? index + firstNumber : (pending[index - real]?.clientId ?? index)),
      [real, firstNumber, pending],
    ),
    overscan,
    paddingStart: 24,
    paddingEnd: 12,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: nearEnd,
    useFlushSync: false,
    onChange: (list) => setIsAway(list.getDistanceFromEnd() > Math.max(nearEnd, (list.scrollRect?.height ?? 0) / 2)),
  })

  const goTo = useCallback(
    (number: number, align: 'start' | 'center' = 'center') => virtualizer.scrollToIndex(number - firstNumber, { align }),
    [virtualizer, firstNumber],
  )
  const toEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer])

  // Opens where it was asked to, at the first unread message if there is more after it than fits, otherwise at the end.
  const opening = useRef(openAt)
  useLayoutEffect(() => {
    if (opening.current === null) virtualizer.scrollToEnd()
    else virtualizer.scrollToIndex(opening.current - firstNumber, { align: 'start' })
  }, [virtualizer, firstNumber])

  // What one writes oneself is looked at.
  const own = pending.at(-1)?.clientId
  useEffect(() => {
    if (own !== undefined) virtualizer.scrollToEnd()
  }, [own, virtualizer])

  const items = virtualizer.getVirtualItems()
  const [top, bottom] = [items[0], items.at(-1)]
  return {
    virtualizer,
    items,
    real,
    isAway,
    goTo,
    toEnd,
    first: (top?.index ?? 0) + firstNumber,
    last: Math.min(bottom?.index ?? -1, real - 1) + firstNumber,
  }
}

/** Close enough that little moves when the row is measured. Pixels. */
const estimate = (text: string | null): number => {
  if (text === null) return 48
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 64)), 0)
  return 24 + Math.min(lines, 40) * 22
}
