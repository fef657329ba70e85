CREATE TYPE "public"."conversion_outcome" AS ENUM('running', 'done', 'partial', 'refused', 'unknown', 'undoing', 'undone', 'partlyUndone');--> statement-breakpoint
CREATE TYPE "public"."portal_status" AS ENUM('installed', 'removed');--> statement-breakpoint
CREATE TABLE "chores" (
	"name" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversions" (
	"member_id" text NOT NULL,
	"request_id" text NOT NULL,
	"user_id" integer NOT NULL,
	"source_type" text NOT NULL,
	"source_id" integer NOT NULL,
	"targets" jsonb NOT NULL,
	"fingerprint" text NOT NULL,
	"plan" jsonb NOT NULL,
	"remember" text NOT NULL,
	"outcome" "conversion_outcome" NOT NULL,
	"conversion" jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"attempts" jsonb NOT NULL,
	"attempt" integer NOT NULL,
	"busy_until" timestamp with time zone NOT NULL,
	"kept" boolean NOT NULL,
	CONSTRAINT "conversions_member_id_request_id_pk" PRIMARY KEY("member_id","request_id")
);
--> statement-breakpoint
CREATE TABLE "installer_tokens" (
	"member_id" text PRIMARY KEY NOT NULL,
	"auth_server" text NOT NULL,
	"access_token" text NOT NULL,
	"refresh_token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"version" integer NOT NULL,
	"renewing_until" timestamp with time zone,
	"lost_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "mapping_checks" (
	"member_id" text NOT NULL,
	"source_type" text NOT NULL,
	"target_type" text NOT NULL,
	"version" integer NOT NULL,
	"problems" jsonb NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mapping_checks_member_id_source_type_target_type_pk" PRIMARY KEY("member_id","source_type","target_type")
);
--> statement-breakpoint
CREATE TABLE "mappings" (
	"member_id" text NOT NULL,
	"source_type" text NOT NULL,
	"target_type" text NOT NULL,
	"version" integer NOT NULL,
	"exceptions" jsonb NOT NULL,
	"saved_by" integer NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mappings_member_id_source_type_target_type_version_pk" PRIMARY KEY("member_id","source_type","target_type","version")
);
--> statement-breakpoint
CREATE TABLE "pacing" (
	"member_id" text PRIMARY KEY NOT NULL,
	"level" double precision NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "portals" (
	"member_id" text PRIMARY KEY NOT NULL,
	"domain" text NOT NULL,
	"client_endpoint" text NOT NULL,
	"auth_server" text NOT NULL,
	"application_token_hash" text,
	"language" text NOT NULL,
	"version" integer NOT NULL,
	"status" "portal_status" NOT NULL,
	"installed_by" integer NOT NULL,
	"installed_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	"bound_as" text,
	"removal_clean" boolean,
	"removal_heard_at" timestamp with time zone,
	"removal_look_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "protocol" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"method" text NOT NULL,
	"commands" text[] NOT NULL,
	"duration_ms" integer NOT NULL,
	"status" integer NOT NULL,
	"refusals" text[] NOT NULL,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"member_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"saved_by" integer NOT NULL,
	"saved_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "timeline_entries" (
	"member_id" text NOT NULL,
	"record_type" text NOT NULL,
	"record_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "timeline_entries_member_id_record_type_record_id_pk" PRIMARY KEY("member_id","record_type","record_id")
);
--> statement-breakpoint
CREATE INDEX "conversions_by_source" ON "conversions" USING btree ("member_id","source_type","source_id");--> statement-breakpoint
CREATE INDEX "conversions_by_age" ON "conversions" USING brin ("started_at");--> statement-breakpoint
CREATE INDEX "conversions_by_time" ON "conversions" USING btree ("member_id","started_at","request_id");--> statement-breakpoint
CREATE INDEX "conversions_by_person" ON "conversions" USING btree ("member_id","user_id","started_at","request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "conversions_open_source" ON "conversions" USING btree ("member_id","source_type","source_id") WHERE outcome in ('running', 'unknown', 'undoing');--> statement-breakpoint
CREATE INDEX "protocol_by_portal" ON "protocol" USING btree ("member_id","at");--> statement-breakpoint
CREATE INDEX "protocol_by_age" ON "protocol" USING brin ("at");