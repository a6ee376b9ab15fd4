-- Kept once revoked or used up: whoever follows such a link is told what became of it.
CREATE TABLE "invites" (
  "code" TEXT NOT NULL,
  "chat_id" UUID NOT NULL,
  "created_by" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3),
  "max_uses" INTEGER,
  "uses" INTEGER NOT NULL DEFAULT 0,
  "revoked_at" TIMESTAMPTZ(3),
  CONSTRAINT "invites_pkey" PRIMARY KEY ("code"),
  CONSTRAINT "invites_uses_check" CHECK ("uses" >= 0 AND "uses" <= "max_uses"),
  CONSTRAINT "invites_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "chats" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "invites_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "invites_chat_id_created_at_code_idx" ON "invites" ("chat_id", "created_at", "code");
CREATE INDEX "invites_created_by_code_idx" ON "invites" ("created_by", "code");

CREATE TABLE "chat_bans" (
  "chat_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "banned_by" UUID NOT NULL,
  "banned_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "chat_bans_pkey" PRIMARY KEY ("chat_id", "user_id"),
  CONSTRAINT "chat_bans_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "chats" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "chat_bans_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "chat_bans_banned_by_fkey" FOREIGN KEY ("banned_by") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "chat_bans_chat_id_banned_at_user_id_idx" ON "chat_bans" ("chat_id", "banned_at", "user_id");
CREATE INDEX "chat_bans_user_id_chat_id_idx" ON "chat_bans" ("user_id", "chat_id");
