CREATE TYPE "presence_visibility" AS ENUM ('everyone', 'nobody');

-- Apart from users: the row of a user is locked by every message they send.
CREATE TABLE "presences" (
  "user_id" UUID NOT NULL,
  "visibility" "presence_visibility" NOT NULL DEFAULT 'everyone',
  "last_seen" BOOLEAN NOT NULL DEFAULT false,
  "last_seen_at" TIMESTAMPTZ(3),
  CONSTRAINT "presences_pkey" PRIMARY KEY ("user_id"),
  CONSTRAINT "presences_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
