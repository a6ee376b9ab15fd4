import { useAppState } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { useStartDialogs } from './start-dialogs.js'

/** Beside the list, where it is wide enough. */
export function NoChatPage() {
  const start = useStartDialogs()
  const hasChats = useAppState((state) => state.chats.size > 0)
  return (
    <EmptyState
      icon="people"
      title={hasChats ? 'Choose a conversation' : 'Welcome to Parley'}
      text={hasChats ? 'Or start a new one.' : 'Conversations with one person, with a group, or with everybody in a room.'}
    >
      <Button look="secondary" onClick={() => start('private')}>
        New message
      </Button>
      <Button look="secondary" onClick={() => start('group')}>
        New group
      </Button>
    </EmptyState>
  )
}
