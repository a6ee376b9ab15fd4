import { Navigate, Outlet, useLocation } from 'react-router'
import { useSession } from './client.js'
import { Splash } from './splash.js'

/** Pages for those who are signed in; the others come back here once they are. */
export function SignedIn() {
  const session = useSession()
  const { pathname } = useLocation()
  if (session.status === 'starting') return <Splash failing={session.failing} />
  if (session.status === 'signed-out') return <Navigate to="/sign-in" replace state={{ from: pathname, ended: session.ended }} />
  return <Outlet />
}

/** Pages for those who are not. */
export function SignedOut() {
  const session = useSession()
  const { state } = useLocation()
  if (session.status === 'starting') return <Splash failing={session.failing} />
  if (session.status === 'signed-in') return <Navigate to={placeToReturn(state)} replace />
  return <Outlet />
}

/** The router's own state: it holds only what `SignedIn` has put there, never something of the address. */
const placeToReturn = (state: unknown): string => {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null
  return typeof from === 'string' && /^\/(chats|settings|reports|invite)/.test(from) ? from : '/chats'
}
