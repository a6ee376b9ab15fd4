import { useEffect, useMemo, useRef } from 'react'
import { useAppState } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Icon } from '../../../components/icon.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { useJump } from '../api/use-jump.js'
import { useListKeys } from '../api/use-list-keys.js'
import { useMessageList } from '../api/use-message-list.js'
import { useMessageWindow } from '../api/use-message-window.js'
import { useReading } from '../api/use-reading.js'
import { firstUnreadAfter, lastAtPartner, rowOf } from '../message-rows.js'
import { Announcer } from './announcer.js'
import { Beginning } from './beginning.js'
import { MessageItem } from './message-item.js'
import { MissingItem } from './missing-item.js'
import { PendingItem } from './pending-item.js'
import { TypingLine } from './typing-line.js'

export function MessageList({ chat }: { chat: ChatState }) {
  const scroller = useRef<HTMLElement>(null)
  const { messages: texts, common } = useTexts()
  const userId = useAppState((state) => state.userId)
  const allPending = useAppState((state) => state.pending)
  const pending = useMemo(
    () => allPending.filter(({ chatId, draft }) => chatId === chat.info.id && draft.threadRoot === undefined),
    [allPending, chat.info.id],
  )
  const { startedAt, markInView } = useReading(chat)
  const firstUnread = firstUnreadAfter(chat, startedAt, userId)
  const list = useMessageList(chat, pending, scroller, firstUnread)
  const { problem, load } = useMessageWindow(chat.info.id, list.first, list.last)
  const flashed = useJump(chat, list.goTo)
  const onKeyDown = useListKeys(scroller, list.virtualizer, list.real)
  const last = useMemo(() => lastAtPartner(chat, userId), [chat, userId])

  const { virtualizer } = list
  const atFoot = virtualizer.getVirtualItemForOffset((virtualizer.scrollOffset ?? 0) + (virtualizer.scrollRect?.height ?? 0) - 24)?.index
  const inView = Math.min(atFoot ?? -1, list.real - 1) + chat.me.firstNumber
  useEffect(() => {
    if (chat.messages.has(inView)) markInView(inView)
  }, [chat.messages, inView, markInView])

  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        aria-label={texts.region}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: Not every browser lets the keyboard reach what only scrolls.
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="-outline-offset-2 flex h-full flex-col overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        {list.real + pending.length === 0 && <Beginning chat={chat} />}
        <ol
          className="relative mt-auto w-full shrink-0"
          style={{ height: virtualizer.getTotalSize() }}
          aria-busy={problem === null && rowOf(chat, list.last, null) === null && list.real > 0}
        >
          {list.items.map((item) => {
            const number = item.index + chat.me.firstNumber
            const row = item.index < list.real ? rowOf(chat, number, firstUnread) : null
            const waiting = pending[item.index - list.real]
            return (
              <li
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0 outline-none"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <div className="mx-auto max-w-4xl px-3 sm:px-5">
                  {row && (
                    <MessageItem
                      chat={chat}
                      row={row}
                      standing={number === last?.number ? last.standing : null}
                      isFlashed={number === flashed}
                    />
                  )}
                  {!row && waiting && <PendingItem message={waiting} />}
                  {!row && !waiting && <MissingItem number={number} />}
                </div>
              </li>
            )
          })}
        </ol>
        <TypingLine chat={chat} />
      </section>
      {problem && (
        <p
          role="alert"
          className="absolute inset-x-0 top-3 mx-auto flex w-fit items-center gap-3 rounded-full bg-surface py-1 ps-4 pe-1 text-sm shadow-floating"
        >
          {texts.failedToLoad}
          <Button look="quiet" onClick={load}>
            {common.tryAgain}
          </Button>
        </p>
      )}
      {list.isAway && (
        <button
          type="button"
          onClick={list.toEnd}
          className="absolute end-4 bottom-3 inline-flex h-10 animate-rise items-center gap-2 rounded-full border border-line bg-surface px-3.5 font-medium text-sm shadow-floating hover:bg-sunken"
        >
          {chat.unread > 0 ? texts.newCount(chat.unread) : texts.newest}
          <Icon name="chevronDown" className="size-4" />
        </button>
      )}
      <Announcer chat={chat} userId={userId} />
    </div>
  )
}
