import { type KeyboardEvent, type RefObject, useId, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { useAppState } from '../../../app/client.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'

interface Option {
  readonly id: string
  readonly name: string
  readonly handle: string
}

const mostOptions = 8
const begun = /(^|[\s(])@([A-Za-z0-9_]{0,32})$/

/** Completes the handle that is being written before the cursor. */
export function useCompletion(chat: ChatState, text: string, setText: (text: string) => void, box: RefObject<HTMLTextAreaElement | null>) {
  const listId = useId()
  const { composer } = useTexts()
  const userId = useAppState((state) => state.userId)
  const users = useAppState((state) => state.users)
  const [cursor, setCursor] = useState(0)
  const [active, setActive] = useState(0)
  const [dismissed, setDismissed] = useState<string | null>(null)
  const typed = begun.exec(text.slice(0, cursor))?.[2]?.toLowerCase() ?? null

  const options = useMemo((): readonly Option[] => {
    if (typed === null || typed === dismissed) return []
    const mayCallAll = chat.info.type === 'private' || chat.me.role !== 'member'
    const all = mayCallAll ? [{ id: chat.info.id, name: composer.everybody, handle: 'all' }] : []
    const people = [...chat.members.values()]
      .filter((member) => member.leftAt === null && member.userId !== userId)
      .map((member) => users.get(member.userId) ?? member.user)
      .map(({ id, displayName, handle }) => ({ id, name: displayName, handle }))
    return [...people, ...all]
      .filter(
        ({ handle, name }) =>
          handle.startsWith(typed) ||
          name
            .toLowerCase()
            .split(/\s+/)
            .some((word) => word.startsWith(typed)),
      )
      .slice(0, mostOptions)
  }, [typed, dismissed, chat.info.id, chat.info.type, chat.me.role, chat.members, users, userId, composer.everybody])

  const choose = ({ handle }: Option) => {
    const start = cursor - (typed?.length ?? 0)
    const next = start + handle.length + 1
    // At once: a cursor that moves a frame later tears apart what is typed meanwhile.
    flushSync(() => setText(`${text.slice(0, start)}${handle} ${text.slice(cursor)}`))
    box.current?.focus()
    box.current?.setSelectionRange(next, next)
  }
  const current = Math.min(active, options.length - 1)

  /** Whether the key was for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const option = options[current]
    if (!option) return false
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setActive((current + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length)
    } else if (event.key === 'Enter' || event.key === 'Tab') choose(option)
    else if (event.key === 'Escape') setDismissed(typed)
    else return false
    event.preventDefault()
    return true
  }
  const isOpen = options.length > 0
  return {
    listId,
    options,
    active: current,
    choose,
    onKeyDown,
    onSelect: () => {
      setCursor(box.current?.selectionStart ?? 0)
      setActive(0)
    },
    inputProps: {
      'aria-autocomplete': 'list' as const,
      'aria-controls': isOpen ? listId : undefined,
      'aria-activedescendant': isOpen ? `${listId}-${current}` : undefined,
    },
  }
}

export type Completion = ReturnType<typeof useCompletion>
