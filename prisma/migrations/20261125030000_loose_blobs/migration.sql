-- Blobs in the store of files that have no attachment, or may have none: those of uploads under way, which hold room for their owner, and those
-- whose attachment was deleted. A blob is written only while it is here, so that whatever ends in between leaves a trace to clean up by.
CREATE TABLE "loose_blobs" (
  "blob" TEXT NOT NULL,
  "thumb_blob" TEXT,
  "owner_id" UUID,
  "bytes" BIGINT,
  "since" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "loose_blobs_pkey" PRIMARY KEY ("blob"),
  CONSTRAINT "loose_blobs_reservation_check" CHECK ("owner_id" IS NULL OR "bytes" IS NOT NULL)
);
CREATE INDEX "loose_blobs_since_idx" ON "loose_blobs" ("since");
CREATE INDEX "loose_blobs_owner_id_idx" ON "loose_blobs" ("owner_id");

-- However an attachment goes, with its message, its chat or by itself, its blob is looked at later. Forwarded messages share blobs: whether
-- another attachment still has it is asked then, when every transaction of this moment is over.
CREATE FUNCTION "note_loose_blobs"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO loose_blobs (blob, thumb_blob, since)
  SELECT DISTINCT ON (blob) blob, thumb_blob, clock_timestamp() FROM gone
  ON CONFLICT (blob) DO UPDATE SET since = excluded.since;
  RETURN NULL;
END $$;
CREATE TRIGGER "attachments_deleted" AFTER DELETE ON "attachments"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "note_loose_blobs"();

-- What one person keeps, and what is held for them but for this blob, leaves room for one more file of so many bytes.
CREATE FUNCTION "has_room_for"(p_owner uuid, p_blob text, p_size bigint, p_most_files bigint, p_most_bytes bigint)
RETURNS boolean LANGUAGE sql AS $$
  SELECT count(*) < p_most_files AND coalesce(sum(kept.size), 0) + p_size <= p_most_bytes FROM (
    SELECT size FROM attachments WHERE owner_id = p_owner
    UNION ALL SELECT bytes FROM loose_blobs WHERE owner_id = p_owner AND blob <> p_blob
  ) kept
$$;

-- Uploads of one person are counted one after the other: each of these statements sees what was committed before it had its turn.
CREATE FUNCTION "reserve_upload"(
  p_blob text, p_thumb_blob text, p_owner uuid, p_bytes bigint, p_since timestamptz, p_most_files bigint, p_most_bytes bigint)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('attachments ' || p_owner, 0));
  INSERT INTO loose_blobs (blob, thumb_blob, owner_id, bytes, since)
  SELECT p_blob, p_thumb_blob, p_owner, p_bytes, p_since WHERE has_room_for(p_owner, p_blob, p_bytes, p_most_files, p_most_bytes);
  RETURN FOUND;
END $$;

-- Outcomes: added, full, late (the reservation is gone).
CREATE FUNCTION "finish_upload"(p_attachment jsonb, p_most_files bigint, p_most_bytes bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  new attachments := jsonb_populate_record(NULL::attachments, p_attachment);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('attachments ' || new.owner_id, 0));
  IF NOT has_room_for(new.owner_id, new.blob, new.size, p_most_files, p_most_bytes) THEN RETURN 'full'; END IF;
  DELETE FROM loose_blobs WHERE blob = new.blob AND owner_id = new.owner_id;
  IF NOT FOUND THEN RETURN 'late'; END IF;
  INSERT INTO attachments SELECT new.*;
  RETURN 'added';
END $$;
