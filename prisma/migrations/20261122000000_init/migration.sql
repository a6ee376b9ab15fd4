CREATE TYPE "token_purpose" AS ENUM ('verify_email', 'reset_password');
CREATE TYPE "chat_type" AS ENUM ('private', 'group');
CREATE TYPE "visibility" AS ENUM ('private', 'public');
CREATE TYPE "history_policy" AS ENUM ('all', 'since_joining');
CREATE TYPE "role" AS ENUM ('member', 'admin', 'owner');
CREATE TYPE "notify_level" AS ENUM ('all', 'mentions', 'none');

CREATE TABLE "instance" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "singleton" BOOLEAN NOT NULL DEFAULT true,
  CONSTRAINT "instance_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "instance_singleton_check" CHECK ("singleton")
);
CREATE UNIQUE INDEX "instance_singleton_key" ON "instance" ("singleton");
INSERT INTO "instance" DEFAULT VALUES;

CREATE TABLE "accounts" (
  "id" UUID NOT NULL,
  "email" TEXT NOT NULL,
  "password_hash" TEXT NOT NULL,
  "password_changed_at" TIMESTAMPTZ(3) NOT NULL,
  "handle" TEXT NOT NULL,
  "display_name" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "verified_at" TIMESTAMPTZ(3),
  "disabled_at" TIMESTAMPTZ(3),
  CONSTRAINT "accounts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "accounts_email_canonical_check" CHECK ("email" = lower("email") AND "email" = btrim("email"))
);
CREATE UNIQUE INDEX "accounts_email_key" ON "accounts" ("email");

CREATE TABLE "one_time_tokens" (
  "account_id" UUID NOT NULL,
  "purpose" "token_purpose" NOT NULL,
  "token_hash" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "one_time_tokens_pkey" PRIMARY KEY ("account_id", "purpose"),
  CONSTRAINT "one_time_tokens_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "one_time_tokens_token_hash_key" ON "one_time_tokens" ("token_hash");

CREATE TABLE "sessions" (
  "id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "device" TEXT,
  "ip" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "last_used_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "access_expires_at" TIMESTAMPTZ(3) NOT NULL,
  "refresh_key" TEXT NOT NULL,
  "refresh_hash" TEXT NOT NULL,
  "generation" INTEGER NOT NULL DEFAULT 0,
  "confirmed_at" TIMESTAMPTZ(3),
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "sessions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "sessions_generation_check" CHECK ("generation" >= 0),
  CONSTRAINT "sessions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "sessions_account_id_idx" ON "sessions" ("account_id");
CREATE INDEX "sessions_ended_at_idx" ON "sessions" ("ended_at") WHERE "ended_at" IS NOT NULL;

CREATE TABLE "mails" (
  "id" UUID NOT NULL,
  "to" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "html" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" TIMESTAMPTZ(3),
  "sent_at" TIMESTAMPTZ(3),
  CONSTRAINT "mails_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "mails_to_created_at_idx" ON "mails" ("to", "created_at");
CREATE INDEX "mails_created_at_idx" ON "mails" ("created_at");
CREATE INDEX "mails_due_idx" ON "mails" ("next_attempt_at") WHERE "sent_at" IS NULL AND "next_attempt_at" IS NOT NULL;

-- users, chats and chat_members keep room in each page: their counters change with every message, and an update
-- that stays on its page touches no index.
CREATE TABLE "users" (
  "id" UUID NOT NULL,
  "handle" TEXT NOT NULL,
  "display_name" TEXT NOT NULL,
  "avatar_url" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "seq" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "users_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "users_handle_check" CHECK ("handle" ~ '^[a-z0-9_]{3,32}$')
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX "users_handle_key" ON "users" ("handle");
-- Collation C, whatever the database's: serves prefixes and the order of pages, which is that of code points.
CREATE INDEX "users_handle_prefix_idx" ON "users" ("handle" COLLATE "C");
CREATE INDEX "users_display_name_prefix_idx" ON "users" ((lower("display_name")) COLLATE "C");

CREATE TABLE "chats" (
  "id" UUID NOT NULL,
  "type" "chat_type" NOT NULL,
  "title" TEXT,
  "topic" TEXT,
  "visibility" "visibility" NOT NULL DEFAULT 'private',
  "history" "history_policy" NOT NULL DEFAULT 'all',
  "member_count" INTEGER NOT NULL DEFAULT 0,
  "seq" BIGINT NOT NULL DEFAULT 0,
  "members_seq" BIGINT NOT NULL DEFAULT 0,
  "message_count" BIGINT NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "last_activity_at" TIMESTAMPTZ(3) NOT NULL,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  "low_user_id" UUID,
  "high_user_id" UUID,
  CONSTRAINT "chats_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "chats_pair_check" CHECK (
    ("type" = 'private' AND "low_user_id" IS NOT NULL AND "high_user_id" IS NOT NULL AND "low_user_id" < "high_user_id" AND "visibility" = 'private')
    OR ("type" = 'group' AND "low_user_id" IS NULL AND "high_user_id" IS NULL AND "title" IS NOT NULL)),
  CONSTRAINT "chats_counters_check" CHECK ("member_count" >= 0 AND "message_count" >= 0 AND "message_count" <= "seq" AND "members_seq" <= "seq"),
  CONSTRAINT "chats_low_user_id_fkey" FOREIGN KEY ("low_user_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "chats_high_user_id_fkey" FOREIGN KEY ("high_user_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX "chats_low_user_id_high_user_id_key" ON "chats" ("low_user_id", "high_user_id");
CREATE INDEX "chats_public_title_idx" ON "chats" ((lower("title")) COLLATE "C", "id") WHERE "visibility" = 'public';

CREATE TABLE "chat_members" (
  "chat_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "role" "role" NOT NULL DEFAULT 'member',
  "joined_at" TIMESTAMPTZ(3) NOT NULL,
  "left_at" TIMESTAMPTZ(3),
  "seq" BIGINT NOT NULL,
  "first_number" BIGINT NOT NULL DEFAULT 1,
  "read_number" BIGINT NOT NULL DEFAULT 0,
  "delivered_number" BIGINT NOT NULL DEFAULT 0,
  "muted" BOOLEAN NOT NULL DEFAULT false,
  "pinned" BOOLEAN NOT NULL DEFAULT false,
  "archived" BOOLEAN NOT NULL DEFAULT false,
  "notify" "notify_level" NOT NULL DEFAULT 'all',
  "marked_unread" BOOLEAN NOT NULL DEFAULT false,
  "me_seq" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "chat_members_pkey" PRIMARY KEY ("chat_id", "user_id"),
  CONSTRAINT "chat_members_marks_check" CHECK ("first_number" >= 1 AND "read_number" >= 0 AND "delivered_number" >= 0),
  CONSTRAINT "chat_members_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "chats" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "chat_members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
) WITH (fillfactor = 70);
CREATE INDEX "chat_members_chat_id_seq_idx" ON "chat_members" ("chat_id", "seq");
CREATE INDEX "chat_members_user_id_chat_id_idx" ON "chat_members" ("user_id", "chat_id");
CREATE INDEX "chat_members_owner_idx" ON "chat_members" ("chat_id") WHERE "role" = 'owner' AND "left_at" IS NULL;

CREATE TABLE "messages" (
  "id" UUID NOT NULL,
  "chat_id" UUID NOT NULL,
  "number" BIGINT NOT NULL,
  "seq" BIGINT NOT NULL,
  "sender_id" UUID NOT NULL,
  "client_id" UUID NOT NULL,
  "digest" TEXT NOT NULL,
  "text" TEXT,
  "reply_to_id" UUID,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "edited_at" TIMESTAMPTZ(3),
  "deleted_at" TIMESTAMPTZ(3),
  CONSTRAINT "messages_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "messages_place_check" CHECK ("number" >= 1 AND "seq" >= "number"),
  CONSTRAINT "messages_tombstone_check" CHECK ("deleted_at" IS NULL OR "text" IS NULL),
  CONSTRAINT "messages_chat_id_sender_id_fkey" FOREIGN KEY ("chat_id", "sender_id") REFERENCES "chat_members" ("chat_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "messages_reply_to_id_fkey" FOREIGN KEY ("reply_to_id") REFERENCES "messages" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "messages_chat_id_number_key" ON "messages" ("chat_id", "number");
CREATE UNIQUE INDEX "messages_chat_id_seq_key" ON "messages" ("chat_id", "seq");
CREATE UNIQUE INDEX "messages_sender_id_client_id_key" ON "messages" ("sender_id", "client_id");
CREATE INDEX "messages_reply_to_id_idx" ON "messages" ("reply_to_id") WHERE "reply_to_id" IS NOT NULL;
CREATE INDEX "messages_deleted_idx" ON "messages" ("chat_id", "number") WHERE "deleted_at" IS NOT NULL;

-- A group that has members has an owner, whatever raced to change it.
CREATE FUNCTION "require_owner"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM chats WHERE id = OLD.chat_id AND type = 'group')
     AND EXISTS (SELECT 1 FROM chat_members WHERE chat_id = OLD.chat_id AND left_at IS NULL)
     AND NOT EXISTS (SELECT 1 FROM chat_members WHERE chat_id = OLD.chat_id AND role = 'owner' AND left_at IS NULL) THEN
    RAISE EXCEPTION 'chat % would be left without an owner', OLD.chat_id USING ERRCODE = 'check_violation', CONSTRAINT = 'chat_members_owner_check';
  END IF;
  RETURN NULL;
END $$;
-- Two triggers, so that an owner's sends and marks, which touch this row too, do not ask.
CREATE CONSTRAINT TRIGGER "chat_members_owner_changed" AFTER UPDATE ON "chat_members"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD."role" = 'owner' AND OLD."left_at" IS NULL AND (NEW."role" <> 'owner' OR NEW."left_at" IS NOT NULL)) EXECUTE FUNCTION "require_owner"();
CREATE CONSTRAINT TRIGGER "chat_members_owner_deleted" AFTER DELETE ON "chat_members"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD."role" = 'owner' AND OLD."left_at" IS NULL) EXECUTE FUNCTION "require_owner"();

-- Appends a batch of messages in one commit: locks the chats and senders it can (or waits for all of them with p_wait),
-- judges each message by what is committed under those locks, and gives the accepted ones the next numbers of their chats.
-- Judging is a second statement on purpose: its snapshot is taken after the locks, so it sees every change of a locked chat.
-- Outcomes: created, duplicate, conflict, not_found, reply_not_found, busy (somebody else holds the chat or the sender).
-- After those, one more row with the outcome `marked` for the last message a sender has in a chat (the same place): what that
-- left the sender with. Its unread are the messages of the batch that came after it: before it everything is read.
-- Plans: the query is planned once a session, which saves most of its time, but perhaps while the tables are still empty. So it
-- is held to what is right for full ones: OFFSET 0 and the settings leave nothing but looking up each row by its whole key.
CREATE FUNCTION "append_messages"(
  p_ids uuid[], p_chat_ids uuid[], p_sender_ids uuid[], p_client_ids uuid[], p_digests text[], p_texts text[],
  p_reply_tos uuid[], p_created_ats timestamptz[], p_wait boolean)
RETURNS TABLE (
  place integer, outcome text, message_id uuid, number bigint, seq bigint, members_seq bigint, me_seq bigint, role text,
  first_number bigint, read_number bigint, delivered_number bigint, muted boolean, pinned boolean, archived boolean,
  notify text, unread bigint)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
  held_chats uuid[];
  held_users uuid[];
BEGIN
  IF p_wait THEN
    held_chats := ARRAY(SELECT id FROM chats WHERE id = ANY(p_chat_ids) ORDER BY id FOR NO KEY UPDATE);
    held_users := ARRAY(SELECT id FROM users WHERE id = ANY(p_sender_ids) ORDER BY id FOR NO KEY UPDATE);
  ELSE
    held_chats := ARRAY(SELECT id FROM chats WHERE id = ANY(p_chat_ids) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED);
    held_users := ARRAY(SELECT id FROM users WHERE id = ANY(p_sender_ids) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED);
  END IF;

  RETURN QUERY
  WITH input AS MATERIALIZED (
    SELECT t.*, t.nth::integer AS place, row_number() OVER (PARTITION BY t.sender_id, t.client_id ORDER BY t.nth) AS repetition
    FROM unnest(p_ids, p_chat_ids, p_sender_ids, p_client_ids, p_digests, p_texts, p_reply_tos, p_created_ats)
      WITH ORDINALITY AS t(id, chat_id, sender_id, client_id, digest, body, reply_to_id, created_at, nth)
  ), judged AS MATERIALIZED (
    SELECT i.*, c.seq AS head, c.message_count, c.members_seq, u.seq AS user_head, d.id AS earlier_id,
      CASE
        WHEN c.id IS NULL THEN 'not_found'
        WHEN i.chat_id <> ALL(held_chats) THEN 'busy'
        WHEN m.user_id IS NULL THEN 'not_found'
        WHEN d.id IS NOT NULL AND d.chat_id = i.chat_id AND d.digest = i.digest THEN 'duplicate'
        WHEN d.id IS NOT NULL THEN 'conflict'
        WHEN i.repetition > 1 OR i.sender_id <> ALL(held_users) THEN 'busy'
        WHEN i.reply_to_id IS NOT NULL AND r.id IS NULL THEN 'reply_not_found'
        ELSE 'created'
      END AS outcome
    FROM input i
    LEFT JOIN LATERAL (SELECT * FROM chats WHERE id = i.chat_id OFFSET 0) c ON true
    LEFT JOIN LATERAL (SELECT * FROM users WHERE id = i.sender_id OFFSET 0) u ON true
    LEFT JOIN LATERAL (SELECT * FROM chat_members WHERE chat_id = i.chat_id AND user_id = i.sender_id OFFSET 0) m ON m.left_at IS NULL
    LEFT JOIN LATERAL (SELECT * FROM messages WHERE sender_id = i.sender_id AND client_id = i.client_id OFFSET 0) d ON true
    LEFT JOIN LATERAL (SELECT * FROM messages WHERE id = i.reply_to_id OFFSET 0) r ON r.chat_id = i.chat_id AND r.number >= m.first_number
  ), accepted AS MATERIALIZED (
    SELECT j.*,
      j.message_count + row_number() OVER in_chat AS number,
      j.head + row_number() OVER in_chat AS seq,
      j.message_count + count(*) OVER (PARTITION BY j.chat_id) AS last_number
    FROM judged j WHERE j.outcome = 'created'
    WINDOW in_chat AS (PARTITION BY j.chat_id ORDER BY j.place)
  ), inserted AS (
    INSERT INTO messages (id, chat_id, number, seq, sender_id, client_id, digest, text, reply_to_id, created_at)
    SELECT a.id, a.chat_id, a.number, a.seq, a.sender_id, a.client_id, a.digest, a.body, a.reply_to_id, a.created_at FROM accepted a
  ), counted AS (
    UPDATE chats c SET message_count = x.number, seq = x.seq, last_activity_at = greatest(c.last_activity_at, x.created_at), changed_at = clock_timestamp()
    FROM (SELECT a.chat_id, max(a.number) AS number, max(a.seq) AS seq, max(a.created_at) AS created_at FROM accepted a GROUP BY a.chat_id) x
    WHERE c.id = x.chat_id
  ), latest AS MATERIALIZED (
    SELECT s.*, s.user_head + row_number() OVER (PARTITION BY s.sender_id ORDER BY s.chat_id) AS me_seq
    FROM (
      SELECT a.sender_id, a.chat_id, a.user_head, a.last_number, max(a.place) AS place, max(a.number) AS number
      FROM accepted a GROUP BY a.sender_id, a.chat_id, a.user_head, a.last_number
    ) s
  ), users_counted AS (
    UPDATE users u SET seq = x.me_seq
    FROM (SELECT l.sender_id, max(l.me_seq) AS me_seq FROM latest l GROUP BY l.sender_id) x
    WHERE u.id = x.sender_id
  ), marked AS (
    UPDATE chat_members m
    SET read_number = greatest(m.read_number, l.number), delivered_number = greatest(m.delivered_number, l.number), marked_unread = false, me_seq = l.me_seq
    FROM latest l WHERE m.chat_id = l.chat_id AND m.user_id = l.sender_id
    RETURNING l.place, m.me_seq, m.role, m.first_number, m.read_number, m.delivered_number, m.muted, m.pinned, m.archived, m.notify,
      l.last_number - l.number AS unread
  )
  SELECT a.place, a.outcome, a.id, a.number, a.seq, a.members_seq, NULL::bigint, NULL::text, NULL::bigint, NULL::bigint, NULL::bigint,
    NULL::boolean, NULL::boolean, NULL::boolean, NULL::text, NULL::bigint
  FROM accepted a
  UNION ALL
  SELECT j.place, j.outcome, j.earlier_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM judged j WHERE j.outcome <> 'created'
  UNION ALL
  SELECT k.place, 'marked', NULL, NULL, NULL, NULL, k.me_seq, k.role::text, k.first_number, k.read_number, k.delivered_number,
    k.muted, k.pinned, k.archived, k.notify::text, k.unread
  FROM marked k;
END $$;
