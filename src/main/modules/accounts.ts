import { ContainerModule } from 'inversify'
import { Argon2PasswordHasher } from '../../adapters/argon2/argon2-password-hasher.js'
import { JwtAccessTokens } from '../../adapters/jwt/jwt-access-tokens.js'
import { OutboxAccountMailer } from '../../adapters/mail/outbox-account-mailer.js'
import { Authenticate } from '../../application/accounts/authenticate.js'
import { LogIn } from '../../application/accounts/log-in.js'
import { LogOut } from '../../application/accounts/log-out.js'
import { OneTimeTokenIssuer } from '../../application/accounts/one-time-token-issuer.js'
import { RefreshSession } from '../../application/accounts/refresh-session.js'
import { Register } from '../../application/accounts/register.js'
import { ResendVerification } from '../../application/accounts/resend-verification.js'
import { SessionCache } from '../../application/accounts/session-cache.js'
import { SessionIssuer } from '../../application/accounts/session-issuer.js'
import { UpdateProfile } from '../../application/accounts/update-profile.js'
import { VerifyEmail } from '../../application/accounts/verify-email.js'
import type { AccessTokens } from '../../application/ports/access-tokens.js'
import type { AccountMailer } from '../../application/ports/account-mailer.js'
import type { AccountRepository } from '../../application/ports/account-repository.js'
import type { Clock } from '../../application/ports/clock.js'
import type { IdGenerator } from '../../application/ports/id-generator.js'
import type { LiveConnections } from '../../application/ports/live-connections.js'
import type { MailOutbox } from '../../application/ports/mail-outbox.js'
import type { PasswordHasher } from '../../application/ports/password-hasher.js'
import type { ProfileRepository } from '../../application/ports/profile-repository.js'
import type { Secrets } from '../../application/ports/secrets.js'
import type { SessionReader } from '../../application/ports/session-reader.js'
import type { SessionRepository } from '../../application/ports/session-repository.js'
import type { Timers } from '../../application/ports/timers.js'
import type { Config, SigningKey } from '../config.js'
import { T } from '../tokens.js'

/** Who people are and how they prove it. An embedder with users of their own leaves this module out. */
export const accountsModule = new ContainerModule(({ bind }) => {
  bind(T.PasswordHasher).toResolvedValue(() => new Argon2PasswordHasher(), [])
  bind(T.AccessTokens).toResolvedValue(
    (config: Config, keys: readonly SigningKey[], clock: Clock) =>
      new JwtAccessTokens({ keys, ttl: config.accessTokenTtl, issuer: 'parley', audience: 'parley' }, clock),
    [T.Config, T.SigningKeys, T.Clock],
  )
  bind(T.AccountMailer).toResolvedValue(
    (outbox: MailOutbox, ids: IdGenerator, clock: Clock, config: Config) =>
      new OutboxAccountMailer(outbox, ids, clock, { publicUrl: config.publicUrl, hold: config.smtpUrl === null }),
    [T.MailOutbox, T.IdGenerator, T.Clock, T.Config],
  )
  bind(OneTimeTokenIssuer).toResolvedValue((secrets: Secrets, clock: Clock) => new OneTimeTokenIssuer(secrets, clock), [T.Secrets, T.Clock])
  bind(SessionIssuer).toResolvedValue(
    (tokens: AccessTokens, secrets: Secrets, ids: IdGenerator, clock: Clock, config: Config) =>
      new SessionIssuer(tokens, secrets, ids, clock, config.refreshTokenTtl * 1_000),
    [T.AccessTokens, T.Secrets, T.IdGenerator, T.Clock, T.Config],
  )
  bind(SessionCache).toResolvedValue(
    (sessions: SessionReader, clock: Clock, timers: Timers) => new SessionCache(sessions, clock, timers),
    [T.SessionReader, T.Clock, T.Timers],
  )
  bind(Authenticate).toResolvedValue(
    (tokens: AccessTokens, sessions: SessionCache) => new Authenticate(tokens, sessions),
    [T.AccessTokens, SessionCache],
  )
  bind(Register).toResolvedValue(
    (accounts: AccountRepository, hasher: PasswordHasher, tokens: OneTimeTokenIssuer, mailer: AccountMailer, ids: IdGenerator) =>
      new Register(accounts, hasher, tokens, mailer, ids),
    [T.AccountRepository, T.PasswordHasher, OneTimeTokenIssuer, T.AccountMailer, T.IdGenerator],
  )
  bind(VerifyEmail).toResolvedValue(
    (accounts: AccountRepository, secrets: Secrets, clock: Clock) => new VerifyEmail(accounts, secrets, clock),
    [T.AccountRepository, T.Secrets, T.Clock],
  )
  bind(ResendVerification).toResolvedValue(
    (accounts: AccountRepository, tokens: OneTimeTokenIssuer, mailer: AccountMailer) => new ResendVerification(accounts, tokens, mailer),
    [T.AccountRepository, OneTimeTokenIssuer, T.AccountMailer],
  )
  bind(LogIn).toResolvedValue(
    (accounts: AccountRepository, hasher: PasswordHasher, sessions: SessionRepository, issuer: SessionIssuer) =>
      new LogIn(accounts, hasher, sessions, issuer),
    [T.AccountRepository, T.PasswordHasher, T.SessionRepository, SessionIssuer],
  )
  bind(RefreshSession).toResolvedValue(
    (sessions: SessionRepository, accounts: AccountRepository, issuer: SessionIssuer, live: LiveConnections, clock: Clock) =>
      new RefreshSession(sessions, accounts, issuer, live, clock),
    [T.SessionRepository, T.AccountRepository, SessionIssuer, T.LiveConnections, T.Clock],
  )
  bind(LogOut).toResolvedValue(
    (sessions: SessionRepository, issuer: SessionIssuer, tokens: AccessTokens, live: LiveConnections, clock: Clock) =>
      new LogOut(sessions, issuer, tokens, live, clock),
    [T.SessionRepository, SessionIssuer, T.AccessTokens, T.LiveConnections, T.Clock],
  )
  bind(UpdateProfile).toResolvedValue((profiles: ProfileRepository) => new UpdateProfile(profiles), [T.ProfileRepository])
})
