-- What is somebody's own is found by whose it is.
CREATE INDEX "message_reactions_user_id_message_id_emoji_idx" ON "message_reactions" ("user_id", "message_id", "emoji");
CREATE INDEX "thread_members_user_id_root_id_idx" ON "thread_members" ("user_id", "root_id");
CREATE INDEX "chat_bans_banned_by_chat_id_user_id_idx" ON "chat_bans" ("banned_by", "chat_id", "user_id");
