-- Who keeps order on this installation, beside those that the settings name.
CREATE TABLE "instance_admins" (
  "user_id" UUID NOT NULL,
  "appointed_by" UUID NOT NULL,
  "appointed_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "instance_admins_pkey" PRIMARY KEY ("user_id"),
  CONSTRAINT "instance_admins_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TYPE "report_status" AS ENUM ('open', 'resolved', 'dismissed');

CREATE TABLE "reports" (
  "id" UUID NOT NULL,
  "reporter_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "chat_id" UUID,
  "message_id" UUID,
  "reason" TEXT NOT NULL,
  "status" "report_status" NOT NULL DEFAULT 'open',
  "note" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "handled_at" TIMESTAMPTZ(3),
  "handled_by" UUID,
  CONSTRAINT "reports_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "reports_place_check" CHECK (("message_id" IS NULL) = ("chat_id" IS NULL)),
  CONSTRAINT "reports_handled_check" CHECK (("handled_at" IS NULL) = ("handled_by" IS NULL)),
  CONSTRAINT "reports_reporter_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "reports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "reports_status_created_at_id_idx" ON "reports" ("status", "created_at", "id");
CREATE INDEX "reports_created_at_id_idx" ON "reports" ("created_at", "id");
CREATE INDEX "reports_reporter_id_idx" ON "reports" ("reporter_id");

CREATE INDEX "security_events_type_at_id_idx" ON "security_events" ("type", "at", "id");
