import type { PresenceAudience, PresenceDirectory, Sight } from '../../application/ports/presence-directory.js'
import { membersShownInline } from '../../domain/chat.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import { defaultPresenceSettings, type PresenceProfile, type PresenceSettings } from '../../domain/presence.js'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.js'
import { isPresent, presentUser } from './present-user.js'
import { toNumber } from './rows.js'

interface ProfileRow {
  readonly id: string
  readonly visibility: PresenceSettings['visibility'] | null
  readonly last_seen: boolean | null
  readonly last_seen_at: Date | null
}

interface SightRow {
  readonly seen: boolean
  readonly members_seq: bigint
  readonly hidden_from: readonly string[]
}

/** Not by equality: no index by sender is of use here, the messages are read by their number until one is found. */
const wrote = (person: Prisma.Sql): Prisma.Sql => Prisma.sql`
  EXISTS (SELECT FROM messages x WHERE x.chat_id = c.id AND x.number <= 1000 AND x.sender_id IS NOT DISTINCT FROM ${person})`

const blocked = (one: Prisma.Sql, other: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM user_blocks b WHERE (b.blocker_id = ${one} AND b.blocked_id = ${other}) OR (b.blocker_id = ${other} AND b.blocked_id = ${one}))`

const [low, high] = [Prisma.sql`c.low_user_id`, Prisma.sql`c.high_user_id`]
/** Whether the people in chat `c` know each other. */
const know = Prisma.sql`(c.type = 'group' OR (${wrote(low)} AND ${wrote(high)} AND NOT ${blocked(low, high)}))`
/** Those of the people that a condition on chat_members `m` picks, who blocked the person or were blocked by them. */
const apartFrom = (person: Prisma.Sql, among: Prisma.Sql): Prisma.Sql => Prisma.sql`ARRAY(
  SELECT x.id FROM (
    SELECT b.blocked_id AS id FROM user_blocks b WHERE b.blocker_id = ${person} UNION SELECT b.blocker_id FROM user_blocks b WHERE b.blocked_id = ${person}
  ) x WHERE EXISTS (SELECT FROM chat_members m WHERE m.user_id = x.id AND ${among} AND m.left_at IS NULL))`

export class PrismaPresenceDirectory implements PresenceDirectory {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async knownTo(viewer: UserId, userIds: readonly UserId[]): Promise<readonly PresenceProfile[]> {
    const rows = await this.#prisma.$queryRaw<ProfileRow[]>`
      SELECT u.id, p.visibility, p.last_seen, p.last_seen_at
      FROM users u LEFT JOIN presences p ON p.user_id = u.id
      WHERE u.id = ANY(${[...userIds]}::uuid[]) AND (u.id = ${viewer}::uuid OR EXISTS (
        SELECT FROM chat_members o JOIN chat_members m ON m.chat_id = o.chat_id JOIN chats c ON c.id = o.chat_id
        WHERE o.user_id = u.id AND o.left_at IS NULL AND m.user_id = ${viewer}::uuid AND m.left_at IS NULL
          AND ${know}) AND NOT ${blocked(Prisma.sql`u.id`, Prisma.sql`${viewer}::uuid`)})`
    return rows.map(toProfile)
  }

  async audiencesOf(userIds: readonly UserId[]): Promise<readonly PresenceAudience[]> {
    const rows = await this.#prisma.$queryRaw<
      (ProfileRow & { readonly chat_ids: readonly string[]; readonly hidden_from: readonly string[] })[]
    >`
      SELECT u.id, p.visibility, p.last_seen, p.last_seen_at, a.chat_ids,
        ${apartFrom(Prisma.sql`u.id`, Prisma.sql`m.chat_id = ANY(a.chat_ids)`)} AS hidden_from
      FROM users u LEFT JOIN presences p ON p.user_id = u.id, LATERAL (
        SELECT ARRAY(
          SELECT c.id FROM chat_members m JOIN chats c ON c.id = m.chat_id
          WHERE m.user_id = u.id AND m.left_at IS NULL AND c.member_count <= ${membersShownInline} AND ${know}
        ) AS chat_ids
      ) a
      WHERE u.id = ANY(${[...userIds]}::uuid[])`
    return rows.map((row) => ({
      profile: toProfile(row),
      chatIds: row.chat_ids as readonly ChatId[],
      hiddenFrom: row.hidden_from as readonly UserId[],
    }))
  }

  async change(userId: UserId, changes: Partial<PresenceSettings>, at: Date): Promise<PresenceSettings> {
    const { visibility, lastSeen } = { visibility: null, lastSeen: null, ...changes }
    const [row] = await this.#prisma.$queryRaw<ProfileRow[]>`
      INSERT INTO presences AS p (user_id, visibility, last_seen, last_seen_at)
      SELECT u.id, coalesce(${visibility}::presence_visibility, 'everyone'), coalesce(${lastSeen}::boolean, false),
        CASE WHEN ${visibility}::text = 'nobody' THEN ${at}::timestamptz END FROM ${presentUser(userId)} u
      ON CONFLICT (user_id) DO UPDATE SET
        visibility = coalesce(${visibility}::presence_visibility, p.visibility), last_seen = coalesce(${lastSeen}::boolean, p.last_seen),
        last_seen_at = CASE WHEN p.visibility = 'everyone' THEN coalesce(excluded.last_seen_at, p.last_seen_at) ELSE p.last_seen_at END
      RETURNING p.user_id AS id, p.visibility, p.last_seen, p.last_seen_at`
    return row === undefined ? defaultPresenceSettings : settingsOf(row)
  }

  async markSeen(userIds: readonly UserId[], at: Date): Promise<void> {
    await this.#prisma.$executeRaw`
      INSERT INTO presences AS p (user_id, last_seen_at)
      SELECT u.id, ${at}::timestamptz FROM users u
      WHERE u.id = ANY(${[...userIds]}::uuid[]) AND ${isPresent} ORDER BY u.id FOR KEY SHARE
      ON CONFLICT (user_id) DO UPDATE SET last_seen_at = excluded.last_seen_at WHERE p.visibility = 'everyone'`
  }

  async sightIn(chatId: ChatId, userId: UserId): Promise<Sight | null> {
    const [row] = await this.#prisma.$queryRaw<SightRow[]>`
      SELECT p.visibility IS DISTINCT FROM 'nobody' AND NOT (c.type = 'private' AND ${blocked(low, high)}) AS seen, c.members_seq,
        ${apartFrom(Prisma.sql`o.user_id`, Prisma.sql`m.chat_id = c.id`)} AS hidden_from
      FROM chat_members o JOIN chats c ON c.id = o.chat_id LEFT JOIN presences p ON p.user_id = o.user_id
      WHERE o.chat_id = ${chatId}::uuid AND o.user_id = ${userId}::uuid AND o.left_at IS NULL`
    return row ? { isSeen: row.seen, membersSeq: toNumber(row.members_seq), hiddenFrom: row.hidden_from as readonly UserId[] } : null
  }
}

const settingsOf = ({ visibility, last_seen }: ProfileRow): PresenceSettings => ({
  visibility: visibility ?? defaultPresenceSettings.visibility,
  lastSeen: last_seen ?? defaultPresenceSettings.lastSeen,
})

const toProfile = (row: ProfileRow): PresenceProfile => ({ userId: row.id as UserId, ...settingsOf(row), lastSeenAt: row.last_seen_at })
