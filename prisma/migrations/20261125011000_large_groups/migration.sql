-- The people now in a chat, as they are listed, and as they would inherit it: a group of 10,000 is read a page at a time, or a row.
CREATE INDEX "chat_members_listed_idx" ON "chat_members" ("chat_id", "joined_at", "user_id") WHERE "left_at" IS NULL;
CREATE INDEX "chat_members_succession_idx" ON "chat_members" ("chat_id", "role" DESC, "joined_at", "user_id") WHERE "left_at" IS NULL;
