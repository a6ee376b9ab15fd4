import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from 'react'
import type { ParleyClient } from '../sdk/client.js'
import type { SessionState } from '../sdk/session.js'
import type { SocketStatus } from '../sdk/socket.js'
import type { State } from '../sdk/state.js'

const Client = createContext<ParleyClient | null>(null)

/** Runs the client while it is shown, and wakes it when the network or the reader comes back. */
export function ClientProvider({ client, children }: { client: ParleyClient; children: ReactNode }) {
  useEffect(() => {
    const stop = client.start()
    const wake = () => {
      if (document.visibilityState === 'visible') client.wake()
    }
    addEventListener('online', wake)
    document.addEventListener('visibilitychange', wake)
    return () => {
      removeEventListener('online', wake)
      document.removeEventListener('visibilitychange', wake)
      stop()
    }
  }, [client])
  return <Client value={client}>{children}</Client>
}

export function useClient(): ParleyClient {
  const client = useContext(Client)
  if (!client) throw new Error('There is no client around this component.')
  return client
}

export function useSession(): SessionState {
  const { session } = useClient()
  return useSyncExternalStore(session.state.subscribe, session.state.get)
}

export function useSocketStatus(): SocketStatus {
  const { socket } = useClient()
  return useSyncExternalStore(socket.status.subscribe, socket.status.get)
}

/** A part of the state. The selector must answer the same thing as long as the state is the same: derive from it with `useMemo`. */
export function useAppState<T>(selector: (state: State) => T): T {
  const { store } = useClient()
  return useSyncExternalStore(store.subscribe, () => selector(store.get()))
}
