import { useAppState } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { EmptyState } from '../../../components/empty-state.js'
import { useStartDialogs } from './start-dialogs.js'

/** Beside the list, where it is wide enough. */
export function NoChatPage() {
  const start = useStartDialogs()
  const hasChats = useAppState((state) => state.chats.size > 0)
  if (hasChats) {
    return (
      <EmptyState icon="people" title="Choose a conversation" text="Or start a new one.">
        <Button look="secondary" onClick={() => start('private')}>
          New message
        </Button>
        <Button look="secondary" onClick={() => start('group')}>
          New group
        </Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="compose"
      title="Welcome to Parley"
      text="Write to somebody you know, gather a group, or see what is being talked about in the open rooms."
    >
      <Button onClick={() => start('private')}>New message</Button>
      <Button look="secondary" onClick={() => start('group')}>
        New group
      </Button>
      <Button look="secondary" onClick={() => start('rooms')}>
        Browse rooms
      </Button>
    </EmptyState>
  )
}
