CREATE TABLE "timeline_entries" (
	"member_id" text NOT NULL,
	"record_type" text NOT NULL,
	"record_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "timeline_entries_member_id_record_type_record_id_pk" PRIMARY KEY("member_id","record_type","record_id")
);
