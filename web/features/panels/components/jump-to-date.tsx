import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { useNotify } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'

/** Opens the conversation where a day begins. */
export function JumpToDate({ chat }: { chat: ChatState }) {
  const client = useClient()
  const { messages } = useTexts()
  const notify = useNotify()
  const [, setQuery] = useSearchParams()
  const [day, setDay] = useState('')
  const [busy, setBusy] = useState(false)
  const jump = () => {
    setBusy(true)
    client
      .numberAt(chat.info.id, new Date(`${day}T00:00:00`))
      .then((number) => setQuery({ search: '', at: String(number) }), notify)
      .finally(() => setBusy(false))
  }
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        jump()
      }}
    >
      <label className="flex min-w-0 flex-1 flex-col gap-1 text-muted text-sm">
        {messages.jumpToDate}
        <input
          type="date"
          value={day}
          max={new Date().toISOString().slice(0, 10)}
          onChange={(event) => setDay(event.target.value)}
          className="min-h-10 rounded-lg border border-line-strong/60 bg-surface px-3 text-base text-ink"
        />
      </label>
      <Button type="submit" look="secondary" busy={busy} disabled={day === ''}>
        {messages.jump}
      </Button>
    </form>
  )
}
