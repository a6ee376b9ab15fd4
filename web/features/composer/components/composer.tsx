import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import { EmojiButton } from '../../../components/emoji-button.js'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import { codePointsOf } from '../../../lib/text.js'
import type { ChatState } from '../../../sdk/state.js'
import { useCompletion } from '../api/use-completion.js'
import { useComposer } from '../api/use-composer.js'
import { AttachButton } from './attach-button.js'
import { CompletionList } from './completion-list.js'
import { ComposerContext } from './composer-context.js'
import { DropTarget } from './drop-target.js'
import { SendButton } from './send-button.js'
import { Uploads } from './uploads.js'

export const longest = 4_000
/** From here on the room that is left is shown. */
const nearLongest = 3_600
const tallest = 240

/** Where one writes: in a chat, or in a thread of it. */
export function Composer({ chat, chatName, threadRoot }: { chat: ChatState; chatName: string; threadRoot?: string }) {
  const { composer: texts } = useTexts()
  const box = useRef<HTMLTextAreaElement>(null)
  const { text, setText, composing, uploads, cancel, send, editLast, said } = useComposer(chat, threadRoot)
  const completion = useCompletion(chat, text, setText, box)
  const length = text.length < nearLongest ? text.length : codePointsOf(text)
  const canSend = (text.trim() !== '' || (uploads.ready.length > 0 && composing?.kind !== 'edit')) && length <= longest && !uploads.isBusy

  useEffect(() => {
    // On a phone the keyboard would cover what one came to read.
    if (composing !== null || matchMedia('(pointer: fine)').matches) box.current?.focus()
  }, [composing])

  useLayoutEffect(() => {
    const area = box.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, tallest)}px`
  })

  const submit = () => {
    if (!canSend) return
    send()
    box.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being composed, the keys belong to the input method.
    if (event.nativeEvent.isComposing || completion.onKeyDown(event)) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      submit()
    } else if (event.key === 'Escape' && composing !== null) {
      event.preventDefault()
      cancel()
    } else if (event.key === 'ArrowUp' && text === '' && editLast()) event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    uploads.add([...event.clipboardData.files])
  }
  const insert = (emoji: string) => {
    const area = box.current
    const [start, end] = [area?.selectionStart ?? text.length, area?.selectionEnd ?? text.length]
    // At once, as for a completed handle.
    flushSync(() => setText(text.slice(0, start) + emoji + text.slice(end)))
    area?.focus()
    area?.setSelectionRange(start + emoji.length, start + emoji.length)
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      className="relative shrink-0 px-3 pt-0.5 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-5"
    >
      <DropTarget onDrop={uploads.add} />
      <div className="relative mx-auto max-w-4xl rounded-2xl border border-line-strong/60 bg-surface shadow-raised focus-within:border-accent">
        <CompletionList completion={completion} />
        {composing && <ComposerContext composing={composing} onCancel={cancel} />}
        <Uploads uploads={uploads} />
        <div className="flex items-end gap-0.5 p-1 ps-1.5">
          <AttachButton onFiles={uploads.add} />
          <textarea
            ref={box}
            rows={1}
            dir="auto"
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              said()
            }}
            onSelect={completion.onSelect}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            enterKeyHint="send"
            aria-label={threadRoot === undefined ? texts.to(chatName) : texts.toThread}
            aria-describedby="composer-help"
            aria-invalid={length > longest}
            {...completion.inputProps}
            placeholder={threadRoot === undefined ? texts.placeholder : texts.toThread}
            className="min-h-10 min-w-0 flex-1 resize-none bg-transparent px-1.5 py-2 outline-none placeholder:text-muted/90"
          />
          {length >= nearLongest && (
            <span
              role="status"
              className={classNames('self-center px-1 text-xs tabular-nums', length > longest ? 'font-semibold text-danger' : 'text-muted')}
            >
              {longest - length}
            </span>
          )}
          <EmojiButton onPick={insert} />
          <SendButton canSend={canSend} isEdit={composing?.kind === 'edit'} />
        </div>
      </div>
      <p id="composer-help" className="sr-only">
        {texts.help}
      </p>
    </form>
  )
}
