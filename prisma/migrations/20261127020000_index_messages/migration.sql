-- Puts messages into the index for the search, as lexemes that were made of the texts beside them, and takes what is done out of the queue. Answers
-- `false`, and does nothing, while somebody else is at it. A message that says something else by now stays in the queue: so does one that is gone,
-- unless it was gone already. The second statement's snapshot is taken after the lock, so it sees all that those before it did.
CREATE FUNCTION "index_messages"(p_queued bigint[], p_gone uuid[], p_ids uuid[], p_texts text[], p_lexemes text[], p_separator text)
RETURNS boolean
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(72707371) THEN
    RETURN false;
  END IF;

  WITH indexed AS (
    INSERT INTO message_search AS s (message_id, chat_id, number, created_at, lexemes)
    SELECT m.id, m.chat_id, m.number, m.created_at, array_to_tsvector(string_to_array(x.lexemes, p_separator))
    FROM unnest(p_ids, p_texts, p_lexemes) AS x(id, text, lexemes)
    JOIN messages m ON m.id = ANY(ARRAY[x.id])
    WHERE m.text IS NOT DISTINCT FROM x.text AND m.deleted_at IS NULL
    ON CONFLICT (message_id) DO UPDATE SET lexemes = excluded.lexemes
    RETURNING s.message_id
  ), dropped AS (
    DELETE FROM message_search WHERE message_id = ANY(p_gone)
  ), done AS (
    SELECT message_id FROM indexed UNION ALL SELECT unnest(p_gone)
  )
  DELETE FROM search_queue q WHERE q.id = ANY(p_queued) AND q.message_id IN (SELECT message_id FROM done);
  RETURN true;
END $$;
