CREATE TABLE "journal_sizes" (
	"member_id" text PRIMARY KEY NOT NULL,
	"bytes" bigint NOT NULL,
	"measured_at" timestamp with time zone NOT NULL,
	"missing_until" timestamp with time zone
);
