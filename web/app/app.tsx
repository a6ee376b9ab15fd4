import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useMemo } from 'react'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { onDemand } from '../components/on-demand.js'
import { Toasts } from '../components/toasts.js'
import { CheckMailPage } from '../features/auth/components/check-mail-page.js'
import { ForgotPasswordPage } from '../features/auth/components/forgot-password-page.js'
import { SignInPage } from '../features/auth/components/sign-in-page.js'
import { SignUpPage } from '../features/auth/components/sign-up-page.js'
import { VerifyEmailPage } from '../features/auth/components/verify-email-page.js'
import { LanguageProvider, type Spoken } from '../i18n/language.js'
import type { ParleyClient } from '../sdk/client.js'
import { isPassing } from '../sdk/problem.js'
import { ClientProvider, useSession } from './client.js'
import { ErrorBoundary } from './error-boundary.js'
import { SignedIn, SignedOut } from './guards.js'
import { Splash } from './splash.js'
import { usePushes } from './use-pushes.js'

/** The way in stays light: what only the signed-in need comes after it, all at once, so that nothing is missing when the network is. */
const splash = <Splash failing={false} />
const SettingsPage = onDemand(async () => (await import('../features/settings/components/settings-page.js')).SettingsPage, splash)
const InvitePage = onDemand(async () => (await import('../features/chats/components/invite-page.js')).InvitePage, splash)
const ReportsPage = onDemand(async () => (await import('../features/moderation/components/reports-page.js')).ReportsPage, splash)
const ChatsRoutes = onDemand(async () => (await import('../features/chats/components/chats-routes.js')).ChatsRoutes, splash)

export function App({ client, spoken }: { client: ParleyClient; spoken: Spoken }) {
  return (
    <LanguageProvider first={spoken}>
      <ErrorBoundary>
        <ClientProvider client={client}>
          <Toasts>
            <BrowserRouter>
              <Pages />
            </BrowserRouter>
          </Toasts>
        </ClientProvider>
      </ErrorBoundary>
    </LanguageProvider>
  )
}

const newQueryClient = () =>
  new QueryClient({
    defaultOptions: { queries: { staleTime: 10_000, retry: (failures, error) => isPassing(error) && failures < 3 } },
  })

function Pages() {
  const session = useSession()
  usePushes()
  const userId = session.status === 'signed-in' ? session.user.id : null
  // One cache a person: nothing of the last one is shown to the next. The id is the reason to make it anew.
  const queries = useMemo(() => ({ of: userId, client: newQueryClient() }), [userId])
  return (
    <QueryClientProvider client={queries.client}>
      <Routes>
        <Route path="verify-email" element={<VerifyEmailPage />} />
        <Route element={<SignedOut />}>
          <Route path="sign-in" element={<SignInPage />} />
          <Route path="forgot-password" element={<ForgotPasswordPage />} />
          <Route path="sign-up" element={<SignUpPage />} />
          <Route path="check-mail" element={<CheckMailPage />} />
        </Route>
        <Route element={<SignedIn />}>
          <Route path="chats/*" element={<ChatsRoutes />} />
          <Route path="settings/*" element={<SettingsPage />} />
          <Route path="reports" element={<ReportsPage />} />
          <Route path="invite/:code" element={<InvitePage />} />
        </Route>
        <Route path="*" element={<Navigate to="/chats" replace />} />
      </Routes>
    </QueryClientProvider>
  )
}
