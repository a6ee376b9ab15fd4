import { ContainerModule } from 'inversify'
import { Argon2PasswordHasher } from '../../adapters/argon2/argon2-password-hasher.js'
import { PackagedCommonPasswords } from '../../adapters/common-passwords/packaged-common-passwords.js'
import { JwtAccessTokens } from '../../adapters/jwt/jwt-access-tokens.js'
import { OutboxAccountMailer } from '../../adapters/mail/outbox-account-mailer.js'
import { OutboxSecurityNotices } from '../../adapters/mail/outbox-security-notices.js'
import { Authenticate } from '../../application/accounts/authenticate.js'
import { FindSignUp } from '../../application/accounts/find-sign-up.js'
import { LogIn } from '../../application/accounts/log-in.js'
import { LogOut } from '../../application/accounts/log-out.js'
import { OneTimeTokenIssuer } from '../../application/accounts/one-time-token-issuer.js'
import { RefreshSession } from '../../application/accounts/refresh-session.js'
import { Register } from '../../application/accounts/register.js'
import { ResendVerification } from '../../application/accounts/resend-verification.js'
import { SessionCache } from '../../application/accounts/session-cache.js'
import { SessionIssuer } from '../../application/accounts/session-issuer.js'
import { SignUpIssuer } from '../../application/accounts/sign-up-issuer.js'
import { UpdateProfile } from '../../application/accounts/update-profile.js'
import { VerifyEmail } from '../../application/accounts/verify-email.js'
import { PasswordCheck } from '../../application/credentials/password-check.js'
import { PasswordChoice } from '../../application/credentials/password-choice.js'
import { SteadyPace } from '../../application/credentials/steady-pace.js'
import type { AccessTokens } from '../../application/ports/access-tokens.js'
import type { AccountMailer } from '../../application/ports/account-mailer.js'
import type { AccountRepository } from '../../application/ports/account-repository.js'
import type { Clock } from '../../application/ports/clock.js'
import type { CommonPasswords } from '../../application/ports/common-passwords.js'
import type { CredentialRepository } from '../../application/ports/credential-repository.js'
import type { IdGenerator } from '../../application/ports/id-generator.js'
import type { LiveConnections } from '../../application/ports/live-connections.js'
import type { MailOutbox } from '../../application/ports/mail-outbox.js'
import type { PasswordHasher } from '../../application/ports/password-hasher.js'
import type { ProfileRepository } from '../../application/ports/profile-repository.js'
import type { Secrets } from '../../application/ports/secrets.js'
import type { SecurityNotices } from '../../application/ports/security-notices.js'
import type { SessionDirectory } from '../../application/ports/session-directory.js'
import type { SessionReader } from '../../application/ports/session-reader.js'
import type { SessionRepository } from '../../application/ports/session-repository.js'
import type { Timers } from '../../application/ports/timers.js'
import { PresenceAnnouncer } from '../../application/presence/presence-announcer.js'
import { EndSession } from '../../application/sessions/end-session.js'
import { LogOutEverywhere } from '../../application/sessions/log-out-everywhere.js'
import { SessionEnding } from '../../application/sessions/session-ending.js'
import { SessionOpener } from '../../application/sessions/session-opener.js'
import type { Config } from '../config.js'
import type { SigningKey } from '../key-settings.js'
import { T } from '../tokens.js'

const mailerSettings = ({ publicUrl, smtpUrl }: Config) => ({ publicUrl, hold: smtpUrl === null })

/** Who people are and how they prove it. An embedder with users of their own leaves this module out. */
export const accountsModule = new ContainerModule(({ bind }) => {
  bind(T.PasswordHasher).toResolvedValue(() => new Argon2PasswordHasher(), [])
  bind(T.CommonPasswords).toResolvedValue(() => new PackagedCommonPasswords(), [])
  bind(T.AccessTokens).toResolvedValue(
    (config: Config, keys: readonly SigningKey[], clock: Clock) =>
      new JwtAccessTokens({ keys, ttl: config.accessTokenTtl, issuer: 'parley', audience: 'parley' }, clock),
    [T.Config, T.SigningKeys, T.Clock],
  )
  bind(T.AccountMailer).toResolvedValue(
    (outbox: MailOutbox, ids: IdGenerator, clock: Clock, config: Config) =>
      new OutboxAccountMailer(outbox, ids, clock, mailerSettings(config)),
    [T.MailOutbox, T.IdGenerator, T.Clock, T.Config],
  )
  bind(T.SecurityNotices).toResolvedValue(
    (outbox: MailOutbox, ids: IdGenerator, clock: Clock, config: Config) =>
      new OutboxSecurityNotices(outbox, ids, clock, mailerSettings(config)),
    [T.MailOutbox, T.IdGenerator, T.Clock, T.Config],
  )
  bind(OneTimeTokenIssuer).toResolvedValue((secrets: Secrets, clock: Clock) => new OneTimeTokenIssuer(secrets, clock), [T.Secrets, T.Clock])
  bind(SteadyPace).toResolvedValue((timers: Timers) => new SteadyPace(timers), [T.Timers])
  bind(PasswordChoice).toResolvedValue(
    (hasher: PasswordHasher, common: CommonPasswords) => new PasswordChoice(hasher, common),
    [T.PasswordHasher, T.CommonPasswords],
  )
  bind(PasswordCheck).toResolvedValue(
    (accounts: AccountRepository, credentials: CredentialRepository, hasher: PasswordHasher) =>
      new PasswordCheck(accounts, credentials, hasher),
    [T.AccountRepository, T.CredentialRepository, T.PasswordHasher],
  )
  bind(SessionIssuer).toResolvedValue(
    (tokens: AccessTokens, secrets: Secrets, ids: IdGenerator, clock: Clock, config: Config) =>
      new SessionIssuer(tokens, secrets, ids, clock, config.refreshTokenTtl * 1_000),
    [T.AccessTokens, T.Secrets, T.IdGenerator, T.Clock, T.Config],
  )
  bind(SessionOpener).toResolvedValue(
    (issuer: SessionIssuer, sessions: SessionRepository, directory: SessionDirectory, accounts: AccountRepository, live: LiveConnections) =>
      new SessionOpener(issuer, sessions, directory, accounts, live),
    [SessionIssuer, T.SessionRepository, T.SessionDirectory, T.AccountRepository, T.LiveConnections],
  )
  bind(SessionEnding).toResolvedValue(
    (sessions: SessionRepository, live: LiveConnections, notices: SecurityNotices) => new SessionEnding(sessions, live, notices),
    [T.SessionRepository, T.LiveConnections, T.SecurityNotices],
  )
  bind(SessionCache).toResolvedValue(
    (sessions: SessionReader, clock: Clock, timers: Timers) => new SessionCache(sessions, clock, timers),
    [T.SessionReader, T.Clock, T.Timers],
  )
  bind(Authenticate).toResolvedValue(
    (tokens: AccessTokens, sessions: SessionCache) => new Authenticate(tokens, sessions),
    [T.AccessTokens, SessionCache],
  )
  bind(SignUpIssuer).toResolvedValue(
    (choice: PasswordChoice, tokens: OneTimeTokenIssuer, ids: IdGenerator) => new SignUpIssuer(choice, tokens, ids),
    [PasswordChoice, OneTimeTokenIssuer, T.IdGenerator],
  )
  bind(Register).toResolvedValue(
    (signUps: SignUpIssuer, accounts: AccountRepository, mailer: AccountMailer, pace: SteadyPace) =>
      new Register(signUps, accounts, mailer, pace),
    [SignUpIssuer, T.AccountRepository, T.AccountMailer, SteadyPace],
  )
  bind(FindSignUp).toResolvedValue(
    (accounts: AccountRepository, secrets: Secrets, clock: Clock) => new FindSignUp(accounts, secrets, clock),
    [T.AccountRepository, T.Secrets, T.Clock],
  )
  bind(VerifyEmail).toResolvedValue(
    (accounts: AccountRepository, secrets: Secrets, clock: Clock) => new VerifyEmail(accounts, secrets, clock),
    [T.AccountRepository, T.Secrets, T.Clock],
  )
  bind(ResendVerification).toResolvedValue(
    (accounts: AccountRepository, tokens: OneTimeTokenIssuer, mailer: AccountMailer, pace: SteadyPace) =>
      new ResendVerification(accounts, tokens, mailer, pace),
    [T.AccountRepository, OneTimeTokenIssuer, T.AccountMailer, SteadyPace],
  )
  bind(LogIn).toResolvedValue(
    (check: PasswordCheck, opener: SessionOpener, pace: SteadyPace) => new LogIn(check, opener, pace),
    [PasswordCheck, SessionOpener, SteadyPace],
  )
  bind(RefreshSession).toResolvedValue(
    (sessions: SessionRepository, accounts: AccountRepository, issuer: SessionIssuer, ending: SessionEnding, clock: Clock) =>
      new RefreshSession(sessions, accounts, issuer, ending, clock),
    [T.SessionRepository, T.AccountRepository, SessionIssuer, SessionEnding, T.Clock],
  )
  bind(LogOut).toResolvedValue(
    (sessions: SessionRepository, issuer: SessionIssuer, tokens: AccessTokens, live: LiveConnections, clock: Clock) =>
      new LogOut(sessions, issuer, tokens, live, clock),
    [T.SessionRepository, SessionIssuer, T.AccessTokens, T.LiveConnections, T.Clock],
  )
  bind(LogOutEverywhere).toResolvedValue(
    (sessions: SessionDirectory, live: LiveConnections, clock: Clock) => new LogOutEverywhere(sessions, live, clock),
    [T.SessionDirectory, T.LiveConnections, T.Clock],
  )
  bind(EndSession).toResolvedValue(
    (sessions: SessionRepository, ending: SessionEnding, clock: Clock) => new EndSession(sessions, ending, clock),
    [T.SessionRepository, SessionEnding, T.Clock],
  )
  bind(UpdateProfile).toResolvedValue(
    (profiles: ProfileRepository, announcer: PresenceAnnouncer) => new UpdateProfile(profiles, announcer),
    [T.ProfileRepository, PresenceAnnouncer],
  )
})
