-- As before, but what a message asks for beyond its text (a thread, mentions, attachments, a forwarded message) is looked up and kept by functions of their own,
-- only for a batch that has such a one: most messages are plain, and each part of a statement costs even where it finds nothing. They are called by
-- `append_messages` alone, and their statements planned as it has it.

-- `place`: which message of the batch it is for. `root`: the row of the thread's first message, before the reply. `called`: members it mentions.
-- `attachments`: as they are shown; of a forwarded message `copies`, the same with where their content is.
CREATE TYPE "append_extra" AS (
  place integer, refusal text, thread_root_id uuid, root jsonb, called uuid[], mentions_all boolean, attachments jsonb, copies jsonb, forwarded jsonb,
  forwarded_text text);

CREATE FUNCTION "find_append_extras"(p_chat_ids uuid[], p_sender_ids uuid[], p_extras jsonb[]) RETURNS SETOF "append_extra"
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN QUERY
  WITH asked AS MATERIALIZED (
    SELECT t.*, t.nth::integer AS place, row_number() OVER (PARTITION BY t.sender_id, t.extra ? 'attachments' ORDER BY t.nth) AS attaching
    FROM unnest(p_chat_ids, p_sender_ids, p_extras) WITH ORDINALITY AS t(chat_id, sender_id, extra, nth) WHERE t.extra IS NOT NULL
  )
  SELECT i.place,
    CASE
      WHEN i.extra ? 'attachments' AND i.attaching > 1 THEN 'busy'
      WHEN i.extra ? 'threadRoot' AND t.id IS NULL THEN 'thread_not_found'
      WHEN i.extra ? 'forwardOf' AND f.id IS NULL THEN 'forward_not_found'
      WHEN i.extra ? 'attachments' AND g.count < jsonb_array_length(i.extra->'attachments') THEN 'attachment_not_found'
    END,
    t.id, CASE WHEN t.id IS NOT NULL THEN to_jsonb(t) END, n.ids,
    coalesce((i.extra->>'all')::boolean AND (c.type = 'private' OR m.role <> 'member'), false),
    coalesce(g.found, (SELECT jsonb_agg(y - 'blob' - 'thumbBlob') FROM jsonb_array_elements(f.copies) y)), f.copies,
    CASE WHEN f.id IS NOT NULL THEN coalesce(f.forwarded, jsonb_build_object('senderId', f.sender_id, 'createdAt', f.created_at)) END, f.text
  FROM asked i
  LEFT JOIN LATERAL (SELECT * FROM chats WHERE id = i.chat_id OFFSET 0) c ON true
  LEFT JOIN LATERAL (SELECT * FROM chat_members WHERE chat_id = i.chat_id AND user_id = i.sender_id OFFSET 0) m ON m.left_at IS NULL
  LEFT JOIN LATERAL (SELECT * FROM messages WHERE id = (i.extra->>'threadRoot')::uuid OFFSET 0) t
    ON t.chat_id = i.chat_id AND t.number >= m.first_number AND t.thread_root_id IS NULL
  LEFT JOIN LATERAL (
    SELECT array_agg(p.id ORDER BY h.nth) AS ids
    FROM jsonb_array_elements_text(i.extra->'handles') WITH ORDINALITY AS h(handle, nth)
    CROSS JOIN LATERAL (SELECT id FROM users WHERE handle = h.handle OFFSET 0) p
    CROSS JOIN LATERAL (SELECT left_at FROM chat_members WHERE chat_id = i.chat_id AND user_id = p.id OFFSET 0) o
    WHERE o.left_at IS NULL
  ) n ON true
  LEFT JOIN LATERAL (
    SELECT count(*) AS count, jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'type', a.type, 'size', a.size, 'width', a.width,
      'height', a.height, 'thumb', a.thumb_blob IS NOT NULL) ORDER BY x.nth) AS found
    FROM jsonb_array_elements_text(i.extra->'attachments') WITH ORDINALITY AS x(id, nth)
    CROSS JOIN LATERAL (SELECT * FROM attachments WHERE id = x.id::uuid OFFSET 0) a
    WHERE a.owner_id = i.sender_id AND a.message_id IS NULL
  ) g ON true
  LEFT JOIN LATERAL (
    SELECT s.*, (
      SELECT jsonb_agg(y.shown || jsonb_build_object('id', gen_random_uuid(), 'blob', a.blob, 'thumbBlob', a.thumb_blob) ORDER BY y.nth)
      FROM jsonb_array_elements(s.attachments) WITH ORDINALITY AS y(shown, nth)
      CROSS JOIN LATERAL (SELECT blob, thumb_blob FROM attachments WHERE id = (y.shown->>'id')::uuid OFFSET 0) a
    ) AS copies
    FROM (SELECT * FROM messages WHERE id = (i.extra->>'forwardOf')::uuid OFFSET 0) s
    CROSS JOIN LATERAL (SELECT * FROM chat_members WHERE chat_id = s.chat_id AND user_id = i.sender_id OFFSET 0) w
    WHERE s.chat_id = (i.extra->>'forwardChat')::uuid AND s.deleted_at IS NULL AND w.left_at IS NULL AND w.first_number <= s.number
  ) f ON true;
END $$;

-- Keeps what goes with those messages of the batch that this transaction has stored: of two with one id, the first.
CREATE FUNCTION "keep_append_extras"(p_ids uuid[], p_extras append_extra[]) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  WITH stored AS MATERIALIZED (
    SELECT m.id, m.chat_id, m.number, m.seq, m.sender_id, m.created_at, m.mentions_all, e.thread_root_id, e.root, e.called, e.attachments, e.copies
    FROM unnest(p_extras) e CROSS JOIN LATERAL (SELECT *, xmin AS stored_by FROM messages WHERE id = p_ids[e.place] OFFSET 0) m
    WHERE m.stored_by = pg_current_xact_id()::xid AND array_position(p_ids, m.id) = e.place
  ), answered AS (
    UPDATE messages r SET reply_count = r.reply_count + x.replies, seq = x.seq
    FROM (SELECT s.thread_root_id, count(*) AS replies, max(s.seq) + 1 AS seq FROM stored s WHERE s.thread_root_id IS NOT NULL GROUP BY s.thread_root_id) x
    WHERE r.id = ANY(ARRAY[x.thread_root_id])
  ), following AS (
    INSERT INTO thread_members AS k (root_id, user_id, following, read_number)
    SELECT x.root_id, x.user_id, true, max(x.number)
    FROM (
      SELECT s.thread_root_id AS root_id, s.sender_id AS user_id, s.number FROM stored s WHERE s.thread_root_id IS NOT NULL
      UNION ALL
      SELECT s.thread_root_id, (s.root->>'sender_id')::uuid, 0 FROM stored s WHERE (s.root->>'reply_count')::integer = 0
    ) x GROUP BY x.root_id, x.user_id
    ON CONFLICT (root_id, user_id) DO UPDATE
      SET following = k.following OR excluded.read_number > 0, read_number = greatest(k.read_number, excluded.read_number)
  ), mentioned AS (
    INSERT INTO message_mentions (user_id, chat_id, number, message_id)
    SELECT p.user_id, s.chat_id, s.number, s.id FROM stored s CROSS JOIN LATERAL unnest(s.called) AS p(user_id) WHERE NOT s.mentions_all
  ), copied AS (
    INSERT INTO attachments (id, owner_id, blob, thumb_blob, name, type, size, width, height, created_at, message_id, chat_id)
    SELECT x.id, s.sender_id, x.blob, x."thumbBlob", x.name, x.type, x.size, x.width, x.height, s.created_at, s.id, s.chat_id
    FROM stored s CROSS JOIN LATERAL jsonb_to_recordset(s.copies)
      AS x(id uuid, blob text, "thumbBlob" text, name text, type text, size bigint, width integer, height integer)
  )
  UPDATE attachments y SET message_id = s.id, chat_id = s.chat_id
  FROM stored s CROSS JOIN LATERAL jsonb_array_elements(s.attachments) AS x(value) WHERE y.id = ANY(ARRAY[(x.value->>'id')::uuid]);
END $$;

CREATE OR REPLACE FUNCTION "append_messages"(
  p_ids uuid[], p_chat_ids uuid[], p_sender_ids uuid[], p_client_ids uuid[], p_digests text[], p_texts text[],
  p_reply_tos uuid[], p_created_ats timestamptz[], p_extras jsonb[], p_wait boolean)
RETURNS TABLE (
  place integer, outcome text, message_id uuid, number bigint, seq bigint, members_seq bigint, findings jsonb, me_seq bigint, role text,
  first_number bigint, read_number bigint, delivered_number bigint, muted boolean, pinned boolean, archived boolean,
  notify text, unread bigint, unread_mentions bigint)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
  held_chats uuid[];
  held_users uuid[];
  extras append_extra[] := '{}';
BEGIN
  IF p_wait THEN
    held_chats := ARRAY(SELECT id FROM chats WHERE id = ANY(p_chat_ids) ORDER BY id FOR NO KEY UPDATE);
    held_users := ARRAY(SELECT id FROM users WHERE id = ANY(p_sender_ids) ORDER BY id FOR NO KEY UPDATE);
  ELSE
    held_chats := ARRAY(SELECT id FROM chats WHERE id = ANY(p_chat_ids) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED);
    held_users := ARRAY(SELECT id FROM users WHERE id = ANY(p_sender_ids) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED);
  END IF;
  IF array_remove(p_extras, NULL) <> '{}' THEN
    extras := ARRAY(SELECT e FROM find_append_extras(p_chat_ids, p_sender_ids, p_extras) e);
  END IF;

  RETURN QUERY
  WITH input AS MATERIALIZED (
    SELECT t.*, t.nth::integer AS place, row_number() OVER (PARTITION BY t.sender_id, t.client_id ORDER BY t.nth) AS repetition
    FROM unnest(p_ids, p_chat_ids, p_sender_ids, p_client_ids, p_digests, p_texts, p_reply_tos, p_created_ats)
      WITH ORDINALITY AS t(id, chat_id, sender_id, client_id, digest, body, reply_to_id, created_at, nth)
  ), judged AS MATERIALIZED (
    SELECT i.*, c.seq AS head, c.message_count, c.members_seq, u.seq AS user_head, d.id AS earlier_id, e.place IS NOT NULL AS is_more,
      e.thread_root_id, e.root, e.attachments, e.forwarded, coalesce(i.body, e.forwarded_text) AS text, coalesce(e.called, '{}') AS mentions,
      coalesce(e.mentions_all, false) AS mentions_all,
      CASE
        WHEN c.id IS NULL THEN 'not_found'
        WHEN i.chat_id <> ALL(held_chats) THEN 'busy'
        WHEN m.user_id IS NULL THEN 'not_found'
        WHEN d.id IS NOT NULL AND d.chat_id = i.chat_id AND d.digest = i.digest THEN 'duplicate'
        WHEN d.id IS NOT NULL THEN 'conflict'
        WHEN i.repetition > 1 OR i.sender_id <> ALL(held_users) THEN 'busy'
        WHEN i.reply_to_id IS NOT NULL AND r.id IS NULL THEN 'reply_not_found'
        WHEN e.refusal IS NOT NULL THEN e.refusal
        WHEN b.blocker_id IS NOT NULL THEN 'blocked'
        ELSE 'created'
      END AS outcome
    FROM input i
    LEFT JOIN unnest(extras) e ON e.place = i.place
    LEFT JOIN LATERAL (SELECT * FROM chats WHERE id = i.chat_id OFFSET 0) c ON true
    LEFT JOIN LATERAL (SELECT * FROM users WHERE id = i.sender_id OFFSET 0) u ON true
    LEFT JOIN LATERAL (SELECT * FROM chat_members WHERE chat_id = i.chat_id AND user_id = i.sender_id OFFSET 0) m ON m.left_at IS NULL
    LEFT JOIN LATERAL (SELECT * FROM messages WHERE sender_id = i.sender_id AND client_id = i.client_id OFFSET 0) d ON true
    LEFT JOIN LATERAL (SELECT * FROM messages WHERE id = i.reply_to_id OFFSET 0) r ON r.chat_id = i.chat_id AND r.number >= m.first_number
    LEFT JOIN LATERAL (SELECT * FROM user_blocks WHERE c.type = 'private'
      AND ((blocker_id = c.low_user_id AND blocked_id = c.high_user_id) OR (blocker_id = c.high_user_id AND blocked_id = c.low_user_id)) LIMIT 1) b ON true
  ), numbered AS (
    SELECT j.*,
      j.message_count + row_number() OVER in_chat AS number,
      j.head + sum(CASE WHEN j.thread_root_id IS NULL THEN 1 ELSE 2 END) OVER (in_chat ROWS UNBOUNDED PRECEDING)::bigint AS last_seq,
      j.message_count + count(*) OVER (PARTITION BY j.chat_id) AS last_number,
      row_number() OVER (PARTITION BY j.thread_root_id ORDER BY j.place) AS reply
    FROM judged j WHERE j.outcome = 'created'
    WINDOW in_chat AS (PARTITION BY j.chat_id ORDER BY j.place)
  ), placed AS MATERIALIZED (
    SELECT n.*, CASE WHEN n.thread_root_id IS NULL THEN n.last_seq ELSE n.last_seq - 1 END AS seq FROM numbered n
  ), inserted AS (
    INSERT INTO messages (id, chat_id, number, seq, created_seq, sender_id, client_id, digest, text, reply_to_id, created_at, thread_root_id,
      mentions, mentions_all, attachments, forwarded)
    SELECT a.id, a.chat_id, a.number, a.seq, a.seq, a.sender_id, a.client_id, a.digest, a.text, a.reply_to_id, a.created_at, a.thread_root_id,
      a.mentions, a.mentions_all, a.attachments, a.forwarded
    FROM placed a
  ), counted AS (
    UPDATE chats c SET message_count = x.number, seq = x.seq, last_activity_at = greatest(c.last_activity_at, x.created_at), changed_at = clock_timestamp()
    FROM (SELECT a.chat_id, max(a.number) AS number, max(a.last_seq) AS seq, max(a.created_at) AS created_at FROM placed a GROUP BY a.chat_id) x
    WHERE c.id = ANY(ARRAY[x.chat_id])
  ), latest AS MATERIALIZED (
    SELECT s.*, s.user_head + row_number() OVER (PARTITION BY s.sender_id ORDER BY s.chat_id) AS me_seq
    FROM (
      SELECT a.sender_id, a.chat_id, a.user_head, a.last_number, max(a.place) AS place, max(a.number) AS number
      FROM placed a GROUP BY a.sender_id, a.chat_id, a.user_head, a.last_number
    ) s
  ), users_counted AS (
    UPDATE users u SET seq = x.me_seq
    FROM (SELECT l.sender_id, max(l.me_seq) AS me_seq FROM latest l GROUP BY l.sender_id) x
    WHERE u.id = ANY(ARRAY[x.sender_id])
  ), marked AS (
    UPDATE chat_members m
    SET read_number = greatest(m.read_number, l.number), delivered_number = greatest(m.delivered_number, l.number), marked_unread = false, me_seq = l.me_seq
    FROM latest l WHERE m.chat_id = ANY(ARRAY[l.chat_id]) AND m.user_id = ANY(ARRAY[l.sender_id])
    RETURNING l.place, m.me_seq, m.role, m.first_number, m.read_number, m.delivered_number, m.muted, m.pinned, m.archived, m.notify,
      l.chat_id, l.sender_id, l.number, l.last_number - l.number AS unread
  )
  SELECT a.place, a.outcome, a.id, a.number, a.seq, a.members_seq,
    CASE WHEN a.is_more THEN jsonb_build_object('text', a.text, 'mentions', a.mentions, 'mentionsAll', a.mentions_all,
      'attachments', a.attachments, 'forwarded', a.forwarded,
      'root', a.root || jsonb_build_object('reply_count', (a.root->>'reply_count')::integer + a.reply, 'seq', a.last_seq)) END,
    NULL::bigint, NULL::text, NULL::bigint, NULL::bigint, NULL::bigint, NULL::boolean, NULL::boolean, NULL::boolean, NULL::text, NULL::bigint, NULL::bigint
  FROM placed a
  UNION ALL
  SELECT j.place, j.outcome, j.earlier_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM judged j WHERE j.outcome <> 'created'
  UNION ALL
  SELECT k.place, 'marked', NULL, NULL, NULL, NULL, NULL, k.me_seq, k.role::text, k.first_number, k.read_number, k.delivered_number,
    k.muted, k.pinned, k.archived, k.notify::text, k.unread,
    CASE WHEN k.unread = 0 THEN 0 ELSE
      (SELECT count(*) FROM placed a WHERE a.chat_id = k.chat_id AND a.number > k.number AND (a.mentions_all OR k.sender_id = ANY(a.mentions))) END
  FROM marked k;

  IF extras <> '{}' THEN PERFORM keep_append_extras(p_ids, extras); END IF;
END $$;
