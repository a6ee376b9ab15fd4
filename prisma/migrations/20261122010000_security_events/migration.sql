CREATE TABLE "security_events" (
  "id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "type" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "user_id" UUID,
  "session_id" UUID,
  "ip" TEXT,
  "user_agent" TEXT,
  "request_id" TEXT,
  "detail" JSONB NOT NULL DEFAULT '{}',
  CONSTRAINT "security_events_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "security_events_outcome_check" CHECK ("outcome" IN ('success', 'failure', 'denied'))
);
CREATE INDEX "security_events_user_id_at_id_idx" ON "security_events" ("user_id", "at", "id");
CREATE INDEX "security_events_at_idx" ON "security_events" ("at");
