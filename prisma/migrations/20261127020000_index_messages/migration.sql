-- Puts messages into the index for the search, as lexemes that were made of the texts beside them, and takes them out of the queue. Answers how many
-- of the queue that were, and NULL, having done nothing, while somebody else is at it. What is not queued any more has been done by others. A message that
-- says something else by now stays in the queue, one that was deleted since it was read too: it leaves with the next batch. All of this is seen after the
-- lock was taken, by a statement of its own, so nothing is missed that those before it did.
CREATE FUNCTION "index_messages"(p_queued bigint[], p_gone uuid[], p_ids uuid[], p_texts text[], p_lexemes text[], p_separator text)
RETURNS bigint
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  taken bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(72707371) THEN
    RETURN NULL;
  END IF;

  WITH indexed AS (
    INSERT INTO message_search AS s (message_id, chat_id, number, created_at, lexemes)
    SELECT m.id, m.chat_id, m.number, m.created_at, array_to_tsvector(string_to_array(x.lexemes, p_separator))
    FROM unnest(p_ids, p_texts, p_lexemes) AS x(id, text, lexemes)
    JOIN messages m ON m.id = ANY(ARRAY[x.id])
    WHERE x.id = ANY(ARRAY(SELECT message_id FROM search_queue WHERE id = ANY(p_queued)))
      AND m.text IS NOT DISTINCT FROM x.text AND m.deleted_at IS NULL
    ON CONFLICT (message_id) DO UPDATE SET lexemes = excluded.lexemes
    RETURNING s.message_id
  ), dropped AS (
    DELETE FROM message_search WHERE message_id = ANY(p_gone)
  )
  DELETE FROM search_queue WHERE id = ANY(p_queued) AND message_id = ANY(p_gone || ARRAY(SELECT message_id FROM indexed));
  GET DIAGNOSTICS taken = ROW_COUNT;
  RETURN taken;
END $$;
