import type { Container } from 'inversify'
import type { Route } from '../adapters/http/route.js'
import { authRoutes } from '../adapters/http/routes/auth.js'
import { chatRoutes } from '../adapters/http/routes/chats.js'
import { meRoutes } from '../adapters/http/routes/me.js'
import { memberRoutes } from '../adapters/http/routes/members.js'
import { messageRoutes } from '../adapters/http/routes/messages.js'
import { ownDataRoutes } from '../adapters/http/routes/own-data.js'
import { passwordRoutes } from '../adapters/http/routes/passwords.js'
import { securityEventRoutes } from '../adapters/http/routes/security-events.js'
import { sessionRoutes } from '../adapters/http/routes/sessions.js'
import { syncRoutes } from '../adapters/http/routes/sync.js'
import { userRoutes } from '../adapters/http/routes/users.js'
import { LogIn } from '../application/accounts/log-in.js'
import { LogOut } from '../application/accounts/log-out.js'
import { RefreshSession } from '../application/accounts/refresh-session.js'
import { Register } from '../application/accounts/register.js'
import { ResendVerification } from '../application/accounts/resend-verification.js'
import { UpdateProfile } from '../application/accounts/update-profile.js'
import { VerifyEmail } from '../application/accounts/verify-email.js'
import { ChangePassword } from '../application/credentials/change-password.js'
import { ConfirmEmailChange } from '../application/credentials/confirm-email-change.js'
import { RequestEmailChange } from '../application/credentials/request-email-change.js'
import { RequestPasswordReset } from '../application/credentials/request-password-reset.js'
import { ResetPassword } from '../application/credentials/reset-password.js'
import { DeleteAccount } from '../application/personal-data/delete-account.js'
import { ExportData } from '../application/personal-data/export-data.js'
import { EndSession } from '../application/sessions/end-session.js'
import { LogOutEverywhere } from '../application/sessions/log-out-everywhere.js'
import { T } from './tokens.js'

/** The table of every route that the API has. */
export function allRoutes(container: Container): readonly Route[] {
  const core = container.get(T.ChatCore)
  const config = container.get(T.Config)
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
      config,
    ),
    ...passwordRoutes({
      requestPasswordReset: container.get(RequestPasswordReset),
      resetPassword: container.get(ResetPassword),
      changePassword: container.get(ChangePassword),
    }),
    ...sessionRoutes(
      {
        sessions: container.get(T.SessionDirectory),
        endSession: container.get(EndSession),
        logOutEverywhere: container.get(LogOutEverywhere),
        clock: container.get(T.Clock),
      },
      config,
    ),
    ...meRoutes({ profiles: container.get(T.ProfileRepository), updateProfile: container.get(UpdateProfile) }),
    ...ownDataRoutes(
      {
        requestEmailChange: container.get(RequestEmailChange),
        confirmEmailChange: container.get(ConfirmEmailChange),
        exportData: container.get(ExportData),
        deleteAccount: container.get(DeleteAccount),
      },
      config,
    ),
    ...securityEventRoutes({ securityEvents: container.get(T.SecurityEvents) }),
    ...userRoutes(core),
    ...chatRoutes(core),
    ...memberRoutes(core),
    ...messageRoutes(core),
    ...syncRoutes(core),
  ]
}
