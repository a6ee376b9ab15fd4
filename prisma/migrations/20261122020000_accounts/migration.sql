ALTER TYPE "token_purpose" ADD VALUE 'change_email';

-- Where an account is to move to: with tokens of that purpose, and with no other.
ALTER TABLE "one_time_tokens" ADD COLUMN "email" TEXT;
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_email_check"
  CHECK (("email" IS NULL) = ("purpose" IN ('verify_email', 'reset_password')) AND "email" = lower("email") AND "email" = btrim("email"));

-- A mail that was sent is forgotten: only what waits or is held is kept.
DELETE FROM "mails" WHERE "sent_at" IS NOT NULL;
ALTER TABLE "mails" DROP COLUMN "sent_at";
CREATE INDEX "mails_due_idx" ON "mails" ("next_attempt_at") WHERE "next_attempt_at" IS NOT NULL;
