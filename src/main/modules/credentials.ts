import { ContainerModule } from 'inversify'
import { OneTimeTokenIssuer } from '../../application/accounts/one-time-token-issuer.js'
import type { ChatCore } from '../../application/chat-core.js'
import { ChangePassword } from '../../application/credentials/change-password.js'
import { ConfirmEmailChange } from '../../application/credentials/confirm-email-change.js'
import { PasswordChange } from '../../application/credentials/password-change.js'
import { PasswordCheck } from '../../application/credentials/password-check.js'
import { PasswordChoice } from '../../application/credentials/password-choice.js'
import { RequestEmailChange } from '../../application/credentials/request-email-change.js'
import { RequestPasswordReset } from '../../application/credentials/request-password-reset.js'
import { ResetPassword } from '../../application/credentials/reset-password.js'
import { SteadyPace } from '../../application/credentials/steady-pace.js'
import { DeleteAccount } from '../../application/personal-data/delete-account.js'
import { ExportData } from '../../application/personal-data/export-data.js'
import { GroupDeparture } from '../../application/personal-data/group-departure.js'
import type { AccountEraser } from '../../application/ports/account-eraser.js'
import type { AccountMailer } from '../../application/ports/account-mailer.js'
import type { Clock } from '../../application/ports/clock.js'
import type { CredentialRepository } from '../../application/ports/credential-repository.js'
import type { EmailChanges } from '../../application/ports/email-changes.js'
import type { LiveConnections } from '../../application/ports/live-connections.js'
import type { PersonalData } from '../../application/ports/personal-data.js'
import type { ProfileRepository } from '../../application/ports/profile-repository.js'
import type { Secrets } from '../../application/ports/secrets.js'
import type { SecurityEvents } from '../../application/ports/security-log.js'
import type { SecurityNotices } from '../../application/ports/security-notices.js'
import { T } from '../tokens.js'

/** What people do with their accounts: new passwords, new addresses, their data, and leaving. */
export const credentialsModule = new ContainerModule(({ bind }) => {
  bind(PasswordChange).toResolvedValue(
    (live: LiveConnections, notices: SecurityNotices) => new PasswordChange(live, notices),
    [T.LiveConnections, T.SecurityNotices],
  )
  bind(RequestPasswordReset).toResolvedValue(
    (credentials: CredentialRepository, tokens: OneTimeTokenIssuer, mailer: AccountMailer, pace: SteadyPace) =>
      new RequestPasswordReset(credentials, tokens, mailer, pace),
    [T.CredentialRepository, OneTimeTokenIssuer, T.AccountMailer, SteadyPace],
  )
  bind(ResetPassword).toResolvedValue(
    (credentials: CredentialRepository, choice: PasswordChoice, change: PasswordChange, secrets: Secrets, clock: Clock) =>
      new ResetPassword(credentials, choice, change, secrets, clock),
    [T.CredentialRepository, PasswordChoice, PasswordChange, T.Secrets, T.Clock],
  )
  bind(ChangePassword).toResolvedValue(
    (credentials: CredentialRepository, check: PasswordCheck, choice: PasswordChoice, change: PasswordChange, clock: Clock) =>
      new ChangePassword(credentials, check, choice, change, clock),
    [T.CredentialRepository, PasswordCheck, PasswordChoice, PasswordChange, T.Clock],
  )
  bind(RequestEmailChange).toResolvedValue(
    (changes: EmailChanges, check: PasswordCheck, tokens: OneTimeTokenIssuer, mailer: AccountMailer, pace: SteadyPace) =>
      new RequestEmailChange(changes, check, tokens, mailer, pace),
    [T.EmailChanges, PasswordCheck, OneTimeTokenIssuer, T.AccountMailer, SteadyPace],
  )
  bind(ConfirmEmailChange).toResolvedValue(
    (changes: EmailChanges, notices: SecurityNotices, secrets: Secrets, clock: Clock) =>
      new ConfirmEmailChange(changes, notices, secrets, clock),
    [T.EmailChanges, T.SecurityNotices, T.Secrets, T.Clock],
  )
  bind(GroupDeparture).toResolvedValue((core: ChatCore) => new GroupDeparture(core.chats, core.leaveChat), [T.ChatCore])
  bind(DeleteAccount).toResolvedValue(
    (check: PasswordCheck, departure: GroupDeparture, eraser: AccountEraser, live: LiveConnections, secrets: Secrets) =>
      new DeleteAccount(check, departure, eraser, live, secrets),
    [PasswordCheck, GroupDeparture, T.AccountEraser, T.LiveConnections, T.Secrets],
  )
  bind(ExportData).toResolvedValue(
    (profiles: ProfileRepository, data: PersonalData, events: SecurityEvents, clock: Clock) =>
      new ExportData(profiles, data, events, clock),
    [T.ProfileRepository, T.PersonalData, T.SecurityEvents, T.Clock],
  )
})
