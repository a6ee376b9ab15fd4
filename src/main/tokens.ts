import type { ServiceIdentifier } from 'inversify'
import type { Logger } from 'pino'
import type { PrismaClient } from '../adapters/prisma/database.js'
import type { VapidKeys } from '../adapters/web-push/vapid-keys.js'
import type { ClientSocket } from '../adapters/websocket/client-socket.js'
import type { ChatCore } from '../application/chat-core.js'
import type { AccessTokens } from '../application/ports/access-tokens.js'
import type { AccountEraser } from '../application/ports/account-eraser.js'
import type { AccountMailer } from '../application/ports/account-mailer.js'
import type { AccountRepository } from '../application/ports/account-repository.js'
import type { AttachmentRepository } from '../application/ports/attachment-repository.js'
import type { BanReader } from '../application/ports/bans.js'
import type { BlobStore } from '../application/ports/blob-store.js'
import type { Blocks } from '../application/ports/blocks.js'
import type { ChangeLog } from '../application/ports/change-log.js'
import type { ChangeReader } from '../application/ports/change-reader.js'
import type { ChatHeads } from '../application/ports/chat-heads.js'
import type { ChatPreferences } from '../application/ports/chat-preferences.js'
import type { ChatReader } from '../application/ports/chat-reader.js'
import type { Clock } from '../application/ports/clock.js'
import type { CommonPasswords } from '../application/ports/common-passwords.js'
import type { CredentialRepository } from '../application/ports/credential-repository.js'
import type { EmailChanges } from '../application/ports/email-changes.js'
import type { EventPublisher } from '../application/ports/event-publisher.js'
import type { FileLinks } from '../application/ports/file-links.js'
import type { IdGenerator } from '../application/ports/id-generator.js'
import type { InstanceAdmins } from '../application/ports/instance-admins.js'
import type { InviteReader } from '../application/ports/invites.js'
import type { LiveConnections } from '../application/ports/live-connections.js'
import type { MailOutbox } from '../application/ports/mail-outbox.js'
import type { MessageBroadcaster } from '../application/ports/message-broadcaster.js'
import type { MessageLists } from '../application/ports/message-lists.js'
import type { MessageRepository } from '../application/ports/message-repository.js'
import type { MessageSearch } from '../application/ports/message-search.js'
import type { NotificationPreferences } from '../application/ports/notification-preferences.js'
import type { PageReader } from '../application/ports/page-reader.js'
import type { PasswordHasher } from '../application/ports/password-hasher.js'
import type { PersonalData } from '../application/ports/personal-data.js'
import type { PictureRewriter } from '../application/ports/picture-rewriter.js'
import type { PresenceDirectory } from '../application/ports/presence-directory.js'
import type { PresenceLeases } from '../application/ports/presence-leases.js'
import type { ProfileRepository } from '../application/ports/profile-repository.js'
import type { PushQueue } from '../application/ports/push-queue.js'
import type { PushSender } from '../application/ports/push-sender.js'
import type { PushSubscriptions } from '../application/ports/push-subscriptions.js'
import type { RateLimiter } from '../application/ports/rate-limiter.js'
import type { ReadMarks } from '../application/ports/read-marks.js'
import type { Reports } from '../application/ports/reports.js'
import type { Secrets } from '../application/ports/secrets.js'
import type { SecurityEvents, SecurityLog } from '../application/ports/security-log.js'
import type { SecurityNotices } from '../application/ports/security-notices.js'
import type { SessionDirectory } from '../application/ports/session-directory.js'
import type { SessionReader } from '../application/ports/session-reader.js'
import type { SessionRepository } from '../application/ports/session-repository.js'
import type { SessionStates } from '../application/ports/session-states.js'
import type { SignInAddresses } from '../application/ports/sign-in-addresses.js'
import type { Suspensions } from '../application/ports/suspensions.js'
import type { ThreadFollows } from '../application/ports/thread-follows.js'
import type { Timers } from '../application/ports/timers.js'
import type { UnitOfWork } from '../application/ports/unit-of-work.js'
import type { UserChanges } from '../application/ports/user-changes.js'
import type { UserDirectory } from '../application/ports/user-directory.js'
import type { Hub } from '../application/realtime/hub.js'
import type { Config } from './config.js'
import type { SigningKey } from './key-settings.js'

const token = <Service>(name: string) => Symbol.for(`parley.${name}`) as ServiceIdentifier<Service>

/** A name for each port. Classes of the core are their own names. */
export const T = {
  Config: token<Config>('Config'),
  SigningKeys: token<readonly SigningKey[]>('SigningKeys'),
  Prisma: token<PrismaClient>('Prisma'),
  AccessTokens: token<AccessTokens>('AccessTokens'),
  AccountEraser: token<AccountEraser>('AccountEraser'),
  AccountMailer: token<AccountMailer>('AccountMailer'),
  AccountRepository: token<AccountRepository>('AccountRepository'),
  AttachmentRepository: token<AttachmentRepository>('AttachmentRepository'),
  BanReader: token<BanReader>('BanReader'),
  BlobStore: token<BlobStore>('BlobStore'),
  Blocks: token<Blocks>('Blocks'),
  ChangeLog: token<ChangeLog>('ChangeLog'),
  ChangeReader: token<ChangeReader>('ChangeReader'),
  ChatCore: token<ChatCore>('ChatCore'),
  ChatHeads: token<ChatHeads>('ChatHeads'),
  ChatPreferences: token<ChatPreferences>('ChatPreferences'),
  ChatReader: token<ChatReader>('ChatReader'),
  Clock: token<Clock>('Clock'),
  CommonPasswords: token<CommonPasswords>('CommonPasswords'),
  CredentialRepository: token<CredentialRepository>('CredentialRepository'),
  EmailChanges: token<EmailChanges>('EmailChanges'),
  EventPublisher: token<EventPublisher>('EventPublisher'),
  Hub: token<Hub<ClientSocket>>('Hub'),
  FileLinks: token<FileLinks>('FileLinks'),
  IdGenerator: token<IdGenerator>('IdGenerator'),
  InviteReader: token<InviteReader>('InviteReader'),
  InstanceAdmins: token<InstanceAdmins>('InstanceAdmins'),
  LiveConnections: token<LiveConnections>('LiveConnections'),
  Log: token<Logger>('Log'),
  MailOutbox: token<MailOutbox>('MailOutbox'),
  MessageBroadcaster: token<MessageBroadcaster>('MessageBroadcaster'),
  MessageLists: token<MessageLists>('MessageLists'),
  MessageRepository: token<MessageRepository>('MessageRepository'),
  MessageSearch: token<MessageSearch>('MessageSearch'),
  NotificationPreferences: token<NotificationPreferences>('NotificationPreferences'),
  PageReader: token<PageReader>('PageReader'),
  PasswordHasher: token<PasswordHasher>('PasswordHasher'),
  PersonalData: token<PersonalData>('PersonalData'),
  PictureRewriter: token<PictureRewriter>('PictureRewriter'),
  PresenceDirectory: token<PresenceDirectory>('PresenceDirectory'),
  PresenceLeases: token<PresenceLeases>('PresenceLeases'),
  ProfileRepository: token<ProfileRepository>('ProfileRepository'),
  /** Milliseconds. */
  PushDelay: token<number>('PushDelay'),
  PushQueue: token<PushQueue>('PushQueue'),
  PushSender: token<PushSender>('PushSender'),
  PushSubscriptions: token<PushSubscriptions>('PushSubscriptions'),
  RateLimiter: token<RateLimiter>('RateLimiter'),
  ReadMarks: token<ReadMarks>('ReadMarks'),
  Reports: token<Reports>('Reports'),
  Secrets: token<Secrets>('Secrets'),
  SecurityEvents: token<SecurityEvents>('SecurityEvents'),
  SecurityLog: token<SecurityLog>('SecurityLog'),
  SecurityNotices: token<SecurityNotices>('SecurityNotices'),
  SessionDirectory: token<SessionDirectory>('SessionDirectory'),
  SessionReader: token<SessionReader>('SessionReader'),
  SessionRepository: token<SessionRepository>('SessionRepository'),
  SessionStates: token<SessionStates>('SessionStates'),
  SignInAddresses: token<SignInAddresses>('SignInAddresses'),
  Suspensions: token<Suspensions>('Suspensions'),
  ThreadFollows: token<ThreadFollows>('ThreadFollows'),
  Timers: token<Timers>('Timers'),
  UnitOfWork: token<UnitOfWork>('UnitOfWork'),
  UserChanges: token<UserChanges>('UserChanges'),
  UserDirectory: token<UserDirectory>('UserDirectory'),
  VapidKeys: token<VapidKeys>('VapidKeys'),
} as const
