import { useEffect, useSyncExternalStore } from 'react'
import { useNavigate, useParams } from 'react-router'
import { dialogOnDemand } from '../../../components/on-demand.js'
import { useChatList } from '../../chats/api/use-chats.js'
import { closePalette, openPalette, paletteIsOpen } from './palette-state.js'

const Palette = dialogOnDemand(async () => (await import('../components/palette.js')).Palette)

/** The keys that work everywhere in the page, and what Ctrl K opens. */
export function usePalette() {
  const isOpen = useSyncExternalStore(paletteIsOpen.subscribe, paletteIsOpen.get)
  const chats = useChatList()
  const { chatId } = useParams()
  const navigate = useNavigate()

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault()
        openPalette()
      } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        event.preventDefault()
        const at = chats.findIndex(({ info }) => info.id === chatId)
        const next = chats[Math.max(0, Math.min(chats.length - 1, at + (event.key === 'ArrowUp' ? -1 : 1)))]
        if (next) void navigate(`/chats/${next.info.id}`)
      }
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [chats, chatId, navigate])

  return isOpen && <Palette onClose={closePalette} />
}
