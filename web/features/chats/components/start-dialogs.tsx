import { createContext, type ReactNode, useContext, useState } from 'react'
import { useNavigate } from 'react-router'
import { dialogOnDemand } from '../../../components/on-demand.js'

const GroupDialog = dialogOnDemand(async () => (await import('./group-dialog.js')).GroupDialog)
const PrivateDialog = dialogOnDemand(async () => (await import('./private-dialog.js')).PrivateDialog)
const RoomsDialog = dialogOnDemand(async () => (await import('./rooms-dialog.js')).RoomsDialog)

type Which = 'private' | 'group' | 'rooms'

const Start = createContext<(which: Which) => void>(() => undefined)

/** Opens one of the ways into a chat, from wherever in the page. */
export const useStartDialogs = () => useContext(Start)

export function StartDialogs({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<Which | null>(null)
  const navigate = useNavigate()
  const close = () => setOpen(null)
  const enter = (chatId: string) => {
    close()
    void navigate(`/chats/${chatId}`)
  }
  return (
    <Start value={setOpen}>
      {children}
      {open === 'private' && <PrivateDialog onClose={close} onEntered={enter} />}
      {open === 'group' && <GroupDialog onClose={close} onEntered={enter} />}
      {open === 'rooms' && <RoomsDialog onClose={close} onEntered={enter} />}
    </Start>
  )
}
