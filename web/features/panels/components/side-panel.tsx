import type { ReactNode } from 'react'
import { IconButton } from '../../../components/button.js'
import { onDemand } from '../../../components/on-demand.js'
import { ListSkeleton } from '../../../components/skeleton.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { usePanel } from '../../messages/api/use-panel.js'
import { ThreadPanel } from './thread-panel.js'

const loading = <ListSkeleton rows={4} />

const DetailsPanel = onDemand(async () => (await import('../../details/components/details-panel.js')).DetailsPanel, loading)
const PinsPanel = onDemand(async () => (await import('./pins-panel.js')).PinsPanel, loading)
const SearchPanel = onDemand(async () => (await import('./search-panel.js')).SearchPanel, loading)

/** What is open beside the conversation; on a narrow screen, over it. */
export function SidePanel({ chat }: { chat: ChatState }) {
  const { panel, close } = usePanel()
  const { chats, messages, search } = useTexts()
  if (!panel) return null
  const titles = {
    details: chat.info.type === 'group' ? chats.members : chats.details,
    pins: messages.pinned,
    search: search.title,
    thread: messages.thread,
  }
  return (
    <Frame title={titles[panel.kind]} onClose={close}>
      {panel.kind === 'details' && <DetailsPanel chat={chat} />}
      {panel.kind === 'pins' && <PinsPanel chat={chat} />}
      {panel.kind === 'search' && <SearchPanel chat={chat} />}
      {panel.kind === 'thread' && <ThreadPanel key={panel.id} chat={chat} rootId={panel.id} />}
    </Frame>
  )
}

function Frame({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { common } = useTexts()
  return (
    <aside
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
      className="fixed inset-0 z-10 flex animate-fade flex-col bg-panel lg:static lg:w-96 lg:shrink-0 lg:border-line lg:border-s"
    >
      <header className="flex h-16 shrink-0 items-center gap-2 border-line border-b ps-5 pe-3">
        <h2 className="flex-1 truncate font-semibold text-base">{title}</h2>
        <IconButton icon="close" label={common.close} onClick={onClose} />
      </header>
      {children}
    </aside>
  )
}
