import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Confirm } from '../../../components/confirm.js'
import { isolated } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { useChatName } from '../../chats/api/use-chats.js'

export function LeaveButtons({ chat }: { chat: ChatState }) {
  const client = useClient()
  const navigate = useNavigate()
  const { chats, common } = useTexts()
  const name = isolated(useChatName(chat))
  const [asks, setAsks] = useState<'leave' | 'delete' | null>(null)
  const isRoom = chat.info.visibility === 'public'
  const close = () => setAsks(null)
  const leave = async () => {
    await client.leaveChat(chat.info.id)
    await navigate('/chats')
  }
  const remove = async () => {
    await client.api.deleteChat(chat.info.id)
    await navigate('/chats')
  }
  return (
    <div className="flex flex-col gap-2 px-5 py-4">
      <Button look="secondary" onClick={() => setAsks('leave')}>
        {isRoom ? chats.leaveRoom : chats.leaveGroup}
      </Button>
      {chat.me.role === 'owner' && (
        <Button look="quiet" onClick={() => setAsks('delete')} className="text-danger hover:bg-danger-soft">
          {chats.deleteGroup}
        </Button>
      )}
      <Confirm
        open={asks === 'leave'}
        onClose={close}
        title={chats.leaveQuestion(name)}
        text={isRoom ? chats.leaveRoomText : chats.leaveGroupText}
        action={chats.leave}
        onConfirm={leave}
      />
      <Confirm
        open={asks === 'delete'}
        onClose={close}
        title={chats.deleteQuestion(name)}
        text={chats.deleteGroupText}
        action={common.delete}
        onConfirm={remove}
      />
    </div>
  )
}
