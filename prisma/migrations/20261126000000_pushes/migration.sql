-- Browsers that want to be told while their user is offline, and what people want to be told of.
CREATE TABLE "notification_settings" (
  "user_id" UUID NOT NULL,
  "level" "notify_level" NOT NULL DEFAULT 'all',
  "show_preview" BOOLEAN NOT NULL DEFAULT true,
  CONSTRAINT "notification_settings_pkey" PRIMARY KEY ("user_id"),
  CONSTRAINT "notification_settings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "push_subscriptions" (
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "session_id" UUID NOT NULL,
  "endpoint" TEXT NOT NULL,
  "p256dh" TEXT NOT NULL,
  "auth" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3),
  CONSTRAINT "push_subscriptions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "push_subscriptions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "push_subscriptions_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "push_subscriptions_endpoint_key" ON "push_subscriptions" ("endpoint");
CREATE INDEX "push_subscriptions_user_id_created_at_id_idx" ON "push_subscriptions" ("user_id", "created_at", "id");
CREATE INDEX "push_subscriptions_session_id_idx" ON "push_subscriptions" ("session_id");

-- Sessions end in many ways: with each of them, and in its transaction, so does what is pushed to its browser.
CREATE FUNCTION "end_pushes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM push_subscriptions WHERE session_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER "sessions_ended" AFTER UPDATE OF "ended_at" ON "sessions"
  FOR EACH ROW WHEN (OLD."ended_at" IS NULL AND NEW."ended_at" IS NOT NULL) EXECUTE FUNCTION "end_pushes"();

-- By what push services know the installation: made once, and the same for all of its nodes, as every subscription is bound to it.
ALTER TABLE "instance" ADD COLUMN "vapid_public_key" TEXT, ADD COLUMN "vapid_private_key" TEXT;
