import { useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Field } from '../../../components/field.js'
import { useNotify, useTell } from '../../../components/toasts.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { VisibilityChoice } from '../../chats/components/visibility-choice.js'

export function ChatSettingsForm({ chat }: { chat: ChatState }) {
  const { api } = useClient()
  const notify = useNotify()
  const tell = useTell()
  const { chats, common } = useTexts()
  const { info } = chat
  const [title, setTitle] = useState(info.title ?? '')
  const [topic, setTopic] = useState(info.topic ?? '')
  const [visibility, setVisibility] = useState(info.visibility)
  const save = () => {
    const settings = { title: title.trim(), topic: topic.trim() === '' ? null : topic.trim(), visibility }
    api.updateChat(info.id, settings).then(() => tell(common.saved), notify)
  }
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Field label={chats.groupTitle} value={title} maxLength={100} onChange={(event) => setTitle(event.target.value)} />
      <Field label={chats.topic} hint={chats.topicHint} value={topic} maxLength={250} onChange={(event) => setTopic(event.target.value)} />
      <VisibilityChoice value={visibility} onChange={setVisibility} />
      <Button type="submit" look="secondary" disabled={title.trim() === ''}>
        {common.save}
      </Button>
    </form>
  )
}
