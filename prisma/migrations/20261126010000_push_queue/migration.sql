-- What was said, until it is known who has to be told of it: the numbers of a chat that one statement gave. `after_user_id` is how far its
-- members, in the order of their ids, were gone through.
CREATE TABLE "push_news" (
  "id" BIGSERIAL NOT NULL,
  "chat_id" UUID NOT NULL,
  "first_number" BIGINT NOT NULL,
  "last_number" BIGINT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "after_user_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  CONSTRAINT "push_news_pkey" PRIMARY KEY ("id")
);

-- What a browser is to be told: of a chat one thing, the newest of these numbers that its user wants to hear of.
CREATE TABLE "pushes" (
  "subscription_id" UUID NOT NULL,
  "chat_id" UUID NOT NULL,
  "first_number" BIGINT NOT NULL,
  "last_number" BIGINT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "pushes_pkey" PRIMARY KEY ("subscription_id", "chat_id"),
  CONSTRAINT "pushes_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "push_subscriptions" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "pushes_due_at_idx" ON "pushes" ("due_at");

-- All that a send pays: with the message, so that no death of a node comes between them, and nothing while nobody is subscribed.
CREATE FUNCTION "note_news"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM push_subscriptions) THEN
    INSERT INTO push_news (chat_id, first_number, last_number, at)
    SELECT chat_id, min(number), max(number), clock_timestamp() FROM added GROUP BY chat_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "messages_added_to_news" AFTER INSERT ON "messages"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_news"();
