CREATE TYPE "public"."conversion_outcome" AS ENUM('running', 'done', 'partial', 'refused', 'unknown');--> statement-breakpoint
CREATE TYPE "public"."portal_status" AS ENUM('installed', 'removed');--> statement-breakpoint
CREATE TABLE "conversions" (
	"member_id" text NOT NULL,
	"request_id" text NOT NULL,
	"user_id" integer NOT NULL,
	"source_type" text NOT NULL,
	"source_id" integer NOT NULL,
	"targets" jsonb NOT NULL,
	"fingerprint" text NOT NULL,
	"plan" jsonb NOT NULL,
	"outcome" "conversion_outcome" NOT NULL,
	"conversion" jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "conversions_member_id_request_id_pk" PRIMARY KEY("member_id","request_id")
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
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "conversions_by_source" ON "conversions" USING btree ("member_id","source_type","source_id");