-- As before, but of nobody who was erased while their upload was under way. The owner is held first, as by whoever erases them: the other way
-- round, with the reservation held, the two waited for each other.
CREATE OR REPLACE FUNCTION "reserve_upload"(
  p_blob text, p_thumb_blob text, p_owner uuid, p_bytes bigint, p_since timestamptz, p_most_files bigint, p_most_bytes bigint)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users WHERE id = p_owner AND handle NOT LIKE 'deleted\_%' FOR KEY SHARE;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('attachments ' || p_owner, 0));
  INSERT INTO loose_blobs (blob, thumb_blob, owner_id, bytes, since)
  SELECT p_blob, p_thumb_blob, p_owner, p_bytes, p_since WHERE has_room_for(p_owner, p_blob, p_bytes, p_most_files, p_most_bytes);
  RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION "finish_upload"(p_attachment jsonb, p_most_files bigint, p_most_bytes bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  new attachments := jsonb_populate_record(NULL::attachments, p_attachment);
BEGIN
  PERFORM FROM users WHERE id = new.owner_id AND handle NOT LIKE 'deleted\_%' FOR KEY SHARE;
  IF NOT FOUND THEN RETURN 'late'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('attachments ' || new.owner_id, 0));
  IF NOT has_room_for(new.owner_id, new.blob, new.size, p_most_files, p_most_bytes) THEN RETURN 'full'; END IF;
  DELETE FROM loose_blobs WHERE blob = new.blob AND owner_id = new.owner_id;
  IF NOT FOUND THEN RETURN 'late'; END IF;
  INSERT INTO attachments SELECT new.*;
  RETURN 'added';
END $$;
