import type { Container } from 'inversify'
import type { Route } from '../adapters/http/route.js'
import { authRoutes } from '../adapters/http/routes/auth.js'
import { chatRoutes } from '../adapters/http/routes/chats.js'
import { meRoutes } from '../adapters/http/routes/me.js'
import { memberRoutes } from '../adapters/http/routes/members.js'
import { messageRoutes } from '../adapters/http/routes/messages.js'
import { syncRoutes } from '../adapters/http/routes/sync.js'
import { userRoutes } from '../adapters/http/routes/users.js'
import { LogIn } from '../application/accounts/log-in.js'
import { LogOut } from '../application/accounts/log-out.js'
import { RefreshSession } from '../application/accounts/refresh-session.js'
import { Register } from '../application/accounts/register.js'
import { ResendVerification } from '../application/accounts/resend-verification.js'
import { UpdateProfile } from '../application/accounts/update-profile.js'
import { VerifyEmail } from '../application/accounts/verify-email.js'
import { T } from './tokens.js'

/** The table of every route that the API has. */
export function allRoutes(container: Container): readonly Route[] {
  const core = container.get(T.ChatCore)
  return [
    ...authRoutes(
      {
        register: container.get(Register),
        verifyEmail: container.get(VerifyEmail),
        resendVerification: container.get(ResendVerification),
        logIn: container.get(LogIn),
        refreshSession: container.get(RefreshSession),
        logOut: container.get(LogOut),
      },
      container.get(T.Config),
    ),
    ...meRoutes({ profiles: container.get(T.ProfileRepository), updateProfile: container.get(UpdateProfile) }),
    ...userRoutes(core),
    ...chatRoutes(core),
    ...memberRoutes(core),
    ...messageRoutes(core),
    ...syncRoutes(core),
  ]
}
