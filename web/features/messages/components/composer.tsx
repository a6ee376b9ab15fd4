import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { useClient } from '../../../app/client.js'
import { Icon } from '../../../components/icon.js'
import { classNames } from '../../../lib/class-names.js'
import { codePointsOf } from '../../../lib/text.js'
import { useDraft } from '../api/use-draft.js'

const longest = 4_000
/** From here on the room that is left is shown. */
const nearLongest = 3_600
const tallest = 200

export function Composer({ chatId, chatName }: { chatId: string; chatName: string }) {
  const { outbox } = useClient()
  const [text, setText] = useDraft(chatId)
  const box = useRef<HTMLTextAreaElement>(null)
  const length = text.length < nearLongest ? text.length : codePointsOf(text)
  const canSend = text.trim() !== '' && length <= longest

  useEffect(() => {
    // On a phone the keyboard would cover what one came to read.
    if (matchMedia('(pointer: fine)').matches) box.current?.focus()
  }, [])

  useLayoutEffect(() => {
    const area = box.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, tallest)}px`
  })

  const send = () => {
    if (!canSend) return
    outbox.send(chatId, text)
    setText('')
    box.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being composed, Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="shrink-0 px-3 pt-1 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-5"
    >
      <div className="mx-auto flex max-w-4xl items-end gap-1 rounded-2xl border border-line-strong/60 bg-surface p-1 ps-4 shadow-raised focus-within:border-accent">
        <textarea
          ref={box}
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          enterKeyHint="send"
          aria-label={`Message to ${chatName}`}
          aria-describedby="composer-help"
          aria-invalid={length > longest}
          placeholder="Message"
          className="min-h-10 flex-1 resize-none bg-transparent py-2 outline-none placeholder:text-muted/80"
        />
        {length >= nearLongest && (
          <span
            role="status"
            className={classNames('self-center px-1 text-xs tabular-nums', length > longest ? 'font-semibold text-danger' : 'text-muted')}
          >
            {longest - length}
          </span>
        )}
        <button
          type="submit"
          disabled={!canSend}
          aria-label="Send"
          title="Send"
          className="inline-flex size-10 shrink-0 items-center justify-center rounded-xl bg-accent text-on-accent transition-colors hover:bg-accent-hover disabled:bg-transparent disabled:text-muted"
        >
          <Icon name="send" />
        </button>
      </div>
      <p id="composer-help" className="sr-only">
        Enter sends the message, Shift and Enter starts a new line.
      </p>
    </form>
  )
}
