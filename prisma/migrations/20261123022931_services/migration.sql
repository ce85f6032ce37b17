-- CreateTable
CREATE TABLE "services" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "fleet_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "rules" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "services_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "services_slug_key" ON "services"("slug");

-- CreateIndex
CREATE INDEX "services_fleet_id_idx" ON "services"("fleet_id");

-- AddForeignKey
ALTER TABLE "services" ADD CONSTRAINT "services_fleet_id_fkey" FOREIGN KEY ("fleet_id") REFERENCES "fleets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "services" ADD CONSTRAINT "services_rules_list" CHECK (jsonb_typeof(rules) = 'array');

-- The rights clock. A new service advances it too: servers hold the list of services, and know by it that a name is none.
CREATE TRIGGER "rights_before" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "services" EXECUTE FUNCTION "rights_before_change"();
CREATE TRIGGER "rights_after_insert" AFTER INSERT ON "services" REFERENCING NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_change"('service', 'id');
CREATE TRIGGER "rights_after_update" AFTER UPDATE ON "services" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_change"('service', 'id');
CREATE TRIGGER "rights_after_delete" AFTER DELETE ON "services" REFERENCING OLD TABLE AS old_rows
    EXECUTE FUNCTION "rights_after_change"('service', 'id');
CREATE TRIGGER "rights_after_truncate" AFTER TRUNCATE ON "services" EXECUTE FUNCTION "rights_after_truncate"();
