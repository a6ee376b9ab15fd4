import type { Container } from 'inversify'
import type { Route } from '../adapters/http/route.js'
import { attachmentRoutes } from '../adapters/http/routes/attachments.js'
import { authRoutes } from '../adapters/http/routes/auth.js'
import { banRoutes } from '../adapters/http/routes/bans.js'
import { blockRoutes } from '../adapters/http/routes/blocks.js'
import { chatRoutes } from '../adapters/http/routes/chats.js'
import { inviteRoutes } from '../adapters/http/routes/invites.js'
import { meRoutes } from '../adapters/http/routes/me.js'
import { memberRoutes } from '../adapters/http/routes/members.js'
import { messageRoutes } from '../adapters/http/routes/messages.js'
import { moderationRoutes } from '../adapters/http/routes/moderation.js'
import { notificationRoutes } from '../adapters/http/routes/notifications.js'
import { ownDataRoutes } from '../adapters/http/routes/own-data.js'
import { ownStateRoutes } from '../adapters/http/routes/own-state.js'
import { passwordRoutes } from '../adapters/http/routes/passwords.js'
import { presenceRoutes } from '../adapters/http/routes/presence.js'
import { reactionAndPinRoutes } from '../adapters/http/routes/reactions-and-pins.js'
import { searchRoutes } from '../adapters/http/routes/search.js'
import { securityEventRoutes } from '../adapters/http/routes/security-events.js'
import { sessionRoutes } from '../adapters/http/routes/sessions.js'
import { syncRoutes } from '../adapters/http/routes/sync.js'
import { threadRoutes } from '../adapters/http/routes/threads.js'
import { userRoutes } from '../adapters/http/routes/users.js'
import { LogIn } from '../application/accounts/log-in.js'
import { LogOut } from '../application/accounts/log-out.js'
import { RefreshSession } from '../application/accounts/refresh-session.js'
import { Register } from '../application/accounts/register.js'
import { ResendVerification } from '../application/accounts/resend-verification.js'
import { UpdateProfile } from '../application/accounts/update-profile.js'
import { VerifyEmail } from '../application/accounts/verify-email.js'
import { LinkAttachment } from '../application/attachments/link-attachment.js'
import { OpenAttachment } from '../application/attachments/open-attachment.js'
import { OpenLinkedAttachment } from '../application/attachments/open-linked-attachment.js'
import { UploadAttachment } from '../application/attachments/upload-attachment.js'
import { ChangePassword } from '../application/credentials/change-password.js'
import { ConfirmEmailChange } from '../application/credentials/confirm-email-change.js'
import { RequestEmailChange } from '../application/credentials/request-email-change.js'
import { RequestPasswordReset } from '../application/credentials/request-password-reset.js'
import { ResetPassword } from '../application/credentials/reset-password.js'
import { AppointAdmin } from '../application/moderation/appoint-admin.js'
import { FileReport } from '../application/moderation/file-report.js'
import { HandleReport } from '../application/moderation/handle-report.js'
import { ListReports } from '../application/moderation/list-reports.js'
import { ReadAudit } from '../application/moderation/read-audit.js'
import { RemoveMessage } from '../application/moderation/remove-message.js'
import { SuspendUser } from '../application/moderation/suspend-user.js'
import { SubscribeToPushes } from '../application/notifications/subscribe-to-pushes.js'
import { DeleteAccount } from '../application/personal-data/delete-account.js'
import { ExportData } from '../application/personal-data/export-data.js'
import { ChangePresence } from '../application/presence/change-presence.js'
import { ShowTyping } from '../application/presence/show-typing.js'
import { ViewPresences } from '../application/presence/view-presences.js'
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
    ...blockRoutes(core),
    ...chatRoutes(core),
    ...memberRoutes(core),
    ...inviteRoutes(core, config),
    ...banRoutes(core),
    ...messageRoutes(core),
    ...ownStateRoutes(core),
    ...reactionAndPinRoutes(core),
    ...threadRoutes(core),
    ...presenceRoutes({
      showTyping: container.get(ShowTyping),
      viewPresences: container.get(ViewPresences),
      changePresence: container.get(ChangePresence),
    }),
    ...notificationRoutes({
      preferences: container.get(T.NotificationPreferences),
      subscriptions: container.get(T.PushSubscriptions),
      subscribeToPushes: container.get(SubscribeToPushes),
      clock: container.get(T.Clock),
      vapidPublicKey: container.get(T.VapidKeys).publicKey,
    }),
    ...moderationRoutes({
      fileReport: container.get(FileReport),
      listReports: container.get(ListReports),
      handleReport: container.get(HandleReport),
      suspendUser: container.get(SuspendUser),
      removeMessage: container.get(RemoveMessage),
      appointAdmin: container.get(AppointAdmin),
      readAudit: container.get(ReadAudit),
    }),
    ...syncRoutes(core),
    ...searchRoutes(core),
    ...attachmentRoutes(
      {
        uploadAttachment: container.get(UploadAttachment),
        openAttachment: container.get(OpenAttachment),
        linkAttachment: container.get(LinkAttachment),
        openLinkedAttachment: container.get(OpenLinkedAttachment),
      },
      config,
    ),
  ]
}
