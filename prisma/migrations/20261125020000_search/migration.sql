-- What search finds messages by: for each message the pieces of its text that a question may consist of. It is made by the program, as
-- only there letters are folded the same on every server, and some time after the message: `search_queue` has what is still to be done.
CREATE TABLE "message_search" (
  "message_id" UUID NOT NULL,
  "chat_id" UUID NOT NULL,
  "number" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "lexemes" TSVECTOR NOT NULL,
  CONSTRAINT "message_search_pkey" PRIMARY KEY ("message_id"),
  CONSTRAINT "message_search_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "message_search_created_at_message_id_idx" ON "message_search" ("created_at", "message_id");
CREATE INDEX "message_search_chat_id_created_at_message_id_idx" ON "message_search" ("chat_id", "created_at", "message_id");
-- A short list of what is not yet sorted in: every search reads through all of it.
CREATE INDEX "message_search_lexemes_idx" ON "message_search" USING gin ("lexemes") WITH (gin_pending_list_limit = 256);

-- A change of a message is a row of its own, so that one that happens while its message is being indexed is not lost.
CREATE TABLE "search_queue" (
  "id" BIGSERIAL NOT NULL,
  "message_id" UUID NOT NULL,
  CONSTRAINT "search_queue_pkey" PRIMARY KEY ("id")
);

CREATE FUNCTION "queue_new_messages"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_queue (message_id) SELECT id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER "messages_added_to_search" AFTER INSERT ON "messages"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "queue_new_messages"();

-- What was deleted leaves the index with the deletion itself. An edit that is not indexed yet is found through the queue.
CREATE FUNCTION "queue_changed_message"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.deleted_at IS NOT NULL THEN
    DELETE FROM message_search WHERE message_id = NEW.id;
  END IF;
  INSERT INTO search_queue (message_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER "messages_changed_in_search" AFTER UPDATE OF "text", "deleted_at" ON "messages"
  FOR EACH ROW WHEN (OLD."text" IS DISTINCT FROM NEW."text" OR OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at")
  EXECUTE FUNCTION "queue_changed_message"();

-- The last in the queue is indexed first: of what is there already, the newest.
INSERT INTO search_queue (message_id) SELECT id FROM messages WHERE deleted_at IS NULL ORDER BY created_at, id;
