import { useCallback, useRef, useState } from 'react'
import { useAppState, useClient } from '../../../app/client.js'
import { useNotify } from '../../../components/toasts.js'
import type { ChatState } from '../../../sdk/state.js'
import { useComposing } from '../../messages/conversation-context.js'
import { useDraft } from './use-draft.js'
import { useUploads } from './use-uploads.js'

/** The server passes on that somebody writes at most so often. Milliseconds. */
const typingEvery = 3_000

/** What is being written, and what becomes of it: a message, an answer, a reply in a thread, or another wording. */
export function useComposer(chat: ChatState, threadRoot: string | undefined) {
  const { api, outbox, store } = useClient()
  const notify = useNotify()
  const chatId = chat.info.id
  const userId = useAppState((state) => state.userId)
  const { composing: shared, compose } = useComposing()
  const composing = threadRoot === undefined || shared?.message.threadRoot === threadRoot ? shared : null
  const [draft, setDraft] = useDraft(threadRoot === undefined ? chatId : `${chatId}/${threadRoot}`)
  const [wording, setWording] = useState<{ readonly of: string; readonly text: string } | null>(null)
  const uploads = useUploads()
  const toldAt = useRef(0)

  const isEdit = composing?.kind === 'edit'
  const text = isEdit ? (wording?.of === composing.message.id ? wording.text : (composing.message.text ?? '')) : draft
  const setText = (next: string) => (isEdit ? setWording({ of: composing.message.id, text: next }) : setDraft(next))
  const cancel = useCallback(() => {
    setWording(null)
    compose(null)
  }, [compose])

  const saveEdit = (messageId: string) => {
    if (text === composing?.message.text) return cancel()
    api.editMessage(chatId, messageId, text).then((message) => {
      store.dispatch({ type: 'messages-fetched', chatId, messages: [message] })
      cancel()
    }, notify)
  }
  const send = () => {
    if (composing?.kind === 'edit') return saveEdit(composing.message.id)
    outbox.send(chatId, {
      ...(text.trim() === '' ? {} : { text }),
      ...(composing ? { replyTo: composing.message.id } : {}),
      ...(threadRoot === undefined ? {} : { threadRoot }),
      ...(uploads.ready.length === 0 ? {} : { attachments: uploads.ready }),
    })
    setDraft('')
    uploads.clear()
    if (composing) compose(null)
  }
  /** Whether there was one. */
  const editLast = (): boolean => {
    for (let number = chat.info.messageCount; number >= chat.me.firstNumber; number -= 1) {
      const message = chat.messages.get(number)
      if (!message) return false
      const isHere = threadRoot === undefined ? message.threadRoot === null : message.threadRoot === threadRoot
      if (!isHere || message.senderId !== userId || message.deletedAt !== null || message.text === null) continue
      compose({ kind: 'edit', message })
      return true
    }
    return false
  }
  /** Others may see that something is being written; nobody needs to know whether that was heard. */
  const said = () => {
    if (isEdit || Date.now() - toldAt.current < typingEvery) return
    toldAt.current = Date.now()
    api.type(chatId).catch(() => undefined)
  }
  return { text, setText, composing, uploads, cancel, send, editLast, said }
}
