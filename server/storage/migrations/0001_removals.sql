ALTER TABLE "portals" ADD COLUMN "removal_clean" boolean;--> statement-breakpoint
ALTER TABLE "portals" ADD COLUMN "removal_look_at" timestamp (3) with time zone;